import type { FieldChange, RoleChange } from "../model/change.ts";
import type { RoleId, UserId } from "../model/ids.ts";
import type { Outcome, RequestNote } from "../model/outcome.ts";
import { sameRoles } from "../model/roles.ts";
import { ApiError, type PatchOp } from "../remote/api.ts";
import { fieldOps, roleOps, showsAll } from "./patch-ops.ts";
import { describeLoss, patchSurely } from "./recover.ts";
import { addable, addedTo, rolesAfter } from "./roles.ts";
import { tenantOf, type CustomerRun } from "./run.ts";

/** What a patch of a user writes. Roles without `held` were not seen by the plan: they are read first. */
export interface UserWrite {
  readonly userId: UserId;
  readonly fields: readonly FieldChange[];
  readonly roles: RoleChange;
}

/**
 * Patches a user in one request. Additions are `add /roles/-`; whatever takes a role away is one `replace /roles` made
 * from a read that is one request old, and is read back, so that nobody else's roles are lost (design section 5).
 */
export async function patchUser(user: UserWrite, run: CustomerRun): Promise<Outcome> {
  const fields = fieldOps(user.fields, run.options.secrets);
  if (user.roles.remove.length > 0) return replaceRoles(user, fields, run);
  const held = user.roles.held ?? (user.roles.add.length > 0 ? await readRoles(user.userId, run) : []);
  if (held && addable(user.roles.add, held, run).exchanges) return replaceRoles(user, fields, run);
  const add = addedTo(held ?? [], user.roles.add, run);
  const ops = [...fields, ...roleOps(add)];
  if (ops.length === 0) return { status: "unchanged", note: "was as wished already" };
  return send(user, ops, add, run);
}

async function replaceRoles(user: UserWrite, fields: readonly PatchOp[], run: CustomerRun): Promise<Outcome> {
  const held = await readRoles(user.userId, run);
  if (held === undefined) {
    return {
      status: "failed",
      why: "Dimensions does not show this user's roles, so none can be taken away safely",
    };
  }
  const wanted = rolesAfter(held, user.roles, run);
  const isSame = sameRoles(held, wanted, run.options.adminRoles) && held.length === wanted.length;
  const ops: readonly PatchOp[] = isSame
    ? fields
    : [...fields, { op: "replace", path: "/roles", value: [...wanted] }];
  if (ops.length === 0) return { status: "unchanged", note: "was as wished already" };
  const outcome = await send(user, ops, wanted, run);
  const now = await readRoles(user.userId, run);
  const kept = user.roles.remove.filter((role) => now?.includes(role) === true && !wanted.includes(role));
  if (kept.length === 0) return outcome;
  return { status: "failed", why: `Dimensions keeps ${kept.join(", ")} all the same`, ...requestOf(outcome) };
}

async function send(
  user: UserWrite,
  ops: readonly PatchOp[],
  expected: readonly RoleId[],
  run: CustomerRun,
): Promise<Outcome> {
  const { api } = run.options;
  const tenantId = tenantOf(run);
  const isDone = async (): Promise<boolean> => {
    const live = await api.user(tenantId, user.userId);
    if (!live || !showsAll(user.fields, live.fields)) return false;
    return expected.length === 0 || addedTo(live.roles ?? [], expected, run).length === 0;
  };
  const { request, adopted } = await patchSurely(
    () => api.patchUser(tenantId, user.userId, ops),
    isDone,
    run.options,
  );
  return { status: "done", request, ...(adopted && { note: describeLoss(request) }) };
}

/** The roles as they are now; undefined when the service does not show them. A user who is gone is a refusal. */
async function readRoles(userId: UserId, run: CustomerRun): Promise<readonly RoleId[] | undefined> {
  const tenantId = tenantOf(run);
  const live = await run.options.api.user(tenantId, userId);
  if (live) return live.roles;
  const request = {
    method: "GET",
    path: `/customers/${tenantId}/users/${userId}`,
    status: 404,
    message: "the user is gone",
  };
  throw new ApiError("refused", request);
}

function requestOf(outcome: Outcome): { request?: RequestNote } {
  return outcome.status === "done" && outcome.request ? { request: outcome.request } : {};
}
