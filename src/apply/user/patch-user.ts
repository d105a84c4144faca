import type { FieldChange, RoleChange } from "../../model/plan/change.ts";
import type { RoleId, UserId } from "../../model/ids.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import { sameRoles } from "../../model/customer/roles.ts";
import { ApiError, type PatchOp, type Written } from "../../remote/api.ts";
import { fieldOps, roleOps, showsAll } from "../write/patch-ops.ts";
import { describeLoss, patchOnce } from "../write/recover.ts";
import { addable, addedTo, rolesAfter } from "./roles.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/** What a patch of a user writes. Roles without `held` were not seen by the plan: they are read first. */
export interface UserWrite {
  readonly userId: UserId;
  readonly fields: readonly FieldChange[];
  readonly roles: RoleChange;
  /** Called right before each request that takes roles away; throws when it must not be sent. */
  readonly beforeRemoval?: () => Promise<void>;
}

/**
 * Patches a user in one request. Additions are `add /roles/-`; whatever takes a role away is one `replace /roles` made
 * from a read that is one request old, and is read back, so that nobody else's roles are lost (ARCHITECTURE.md, Waves).
 */
export async function patchUser(user: UserWrite, run: CustomerRun): Promise<Outcome> {
  const fields = fieldOps("user", user.fields, run.options.secrets);
  if (user.roles.remove.length > 0) return replaceRoles(user, fields, run);
  const held = user.roles.held ?? (user.roles.add.length > 0 ? await readRoles(user.userId, run) : []);
  if (held && addable(user.roles.add, held, run).exchanges) return replaceRoles(user, fields, run);
  const add = addedTo(held ?? [], user.roles.add, run);
  const ops = [...fields, ...roleOps(add)];
  if (ops.length === 0) return { status: "unchanged", note: "already up to date" };
  const write = (): Promise<Written<void>> => run.options.api.patchUser(requireTenant(run), user.userId, ops);
  return send(user, write, (roles) => addedTo(roles, add, run).length === 0, run);
}

/** Each sending starts from its own read: after a lost reply somebody may have given a role meanwhile. */
async function replaceRoles(user: UserWrite, fields: readonly PatchOp[], run: CustomerRun): Promise<Outcome> {
  const { api } = run.options;
  let isUpToDate = false;
  const write = async (): Promise<Written<void>> => {
    await user.beforeRemoval?.();
    const held = await readShownRoles(user.userId, run);
    const wanted = rolesAfter(held, user.roles, run);
    const isSame = holdsChange(held, user.roles, run);
    const ops: readonly PatchOp[] = isSame
      ? fields
      : [...fields, { op: "replace", path: "/roles", value: [...wanted] }];
    isUpToDate = ops.length === 0;
    if (!isUpToDate) return api.patchUser(requireTenant(run), user.userId, ops);
    return { live: undefined, request: readRequest(user.userId, run) };
  };
  const outcome = await send(user, write, (roles) => holdsChange(roles, user.roles, run), run);
  if (isUpToDate) return { status: "unchanged", note: "already up to date" };
  const kept = (await readShownRoles(user.userId, run)).filter((role) => user.roles.remove.includes(role));
  if (kept.length === 0) return outcome;
  return {
    status: "failed",
    why: `Dimensions still keeps ${kept.join(", ")}`,
    ...outcomeRequest(outcome),
  };
}

/** Whether a role list holds what the change gives and nothing of what it takes. */
function holdsChange(held: readonly RoleId[], change: RoleChange, run: CustomerRun): boolean {
  const wanted = rolesAfter(held, change, run);
  return held.length === wanted.length && sameRoles(held, wanted, run.options.adminRoles);
}

async function send(
  user: UserWrite,
  write: () => Promise<Written<void>>,
  showsRoles: (roles: readonly RoleId[]) => boolean,
  run: CustomerRun,
): Promise<Outcome> {
  const isDone = async (): Promise<boolean> => {
    const live = await run.options.api.user(requireTenant(run), user.userId);
    return live !== undefined && showsAll(user.fields, live.fields) && showsRoles(live.roles ?? []);
  };
  const { request, recovered } = await patchOnce(write, isDone, run.options);
  return { status: "done", request, ...(recovered && { note: describeLoss(request) }) };
}

/** The roles as they are now; undefined when the service does not show them. A user who is gone is a refusal. */
async function readRoles(userId: UserId, run: CustomerRun): Promise<readonly RoleId[] | undefined> {
  const live = await run.options.api.user(requireTenant(run), userId);
  if (live) return live.roles;
  throw new ApiError("refused", { ...readRequest(userId, run), status: 404, message: "user not found" });
}

async function readShownRoles(userId: UserId, run: CustomerRun): Promise<readonly RoleId[]> {
  const roles = await readRoles(userId, run);
  if (roles) return roles;
  const message = "this user's roles are not shown, so none can be removed safely";
  throw new ApiError("refused", { ...readRequest(userId, run), message });
}

function readRequest(userId: UserId, run: CustomerRun): RequestNote {
  return { method: "GET", path: `/customers/${requireTenant(run)}/users/${userId}` };
}

function outcomeRequest(outcome: Outcome): { request?: RequestNote } {
  return outcome.status === "done" && outcome.request ? { request: outcome.request } : {};
}
