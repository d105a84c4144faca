import type { FieldChange, RoleChange } from "../../model/plan/change.ts";
import type { RoleId, UserId } from "../../model/ids.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import { ApiError, type PatchOp, type Written } from "../../remote/api.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { showsAll } from "../write/patch-ops.ts";
import { doneBy } from "../write/perform.ts";
import type { ConfirmedWrite, RecoverableWrite } from "../write/recover.ts";

/** What a patch of a user writes. */
export interface UserPatch {
  readonly userId: UserId;
  readonly fields: readonly FieldChange[];
  readonly roles: RoleChange;
  /** Called right before each request that takes roles away; throws when it must not be sent. */
  readonly beforeRemoval?: () => Promise<void>;
}

/** A patch of a user as a write that is done once, and what became of it. */
export interface UserWrite extends RecoverableWrite<Patched> {
  readonly after: (written: ConfirmedWrite<Patched>) => Promise<Outcome>;
}

/** Whether anything had to be sent. */
type Patched = "patched" | "unchanged";

/** Sends the operations, when there are any. */
export async function sendPatch(
  userId: UserId,
  ops: readonly PatchOp[],
  api: TenantApi,
): Promise<Written<Patched>> {
  if (ops.length === 0) return { live: "unchanged", request: readRequest(userId, api) };
  return { live: "patched", request: (await api.patchUser(userId, ops)).request };
}

/** Whether the service shows the patch's fields, and roles as `showsRoles` wants them. */
export async function readBack(
  { userId, fields }: UserPatch,
  api: TenantApi,
  showsRoles: (roles: readonly RoleId[]) => boolean,
): Promise<Patched | undefined> {
  const live = await api.user(userId);
  const isDone = live !== undefined && showsAll(fields, live.fields) && showsRoles(live.roles ?? []);
  return isDone ? "patched" : undefined;
}

/** A user to whom nothing had to be sent is unchanged. */
export function patchOutcome(written: ConfirmedWrite<Patched>): Outcome {
  return written.live === "patched" ? doneBy(written) : { status: "unchanged", note: "already up to date" };
}

/** The roles as they are now; undefined when the service does not show them. A user who is gone is a refusal. */
export async function readRoles(userId: UserId, api: TenantApi): Promise<readonly RoleId[] | undefined> {
  const live = await api.user(userId);
  if (live) return live.roles;
  throw new ApiError("refused", { ...readRequest(userId, api), status: 404, message: "user not found" });
}

/** The read behind a patch, for what is said of it. */
export function readRequest(userId: UserId, { tenantId }: TenantApi): RequestNote {
  return { method: "GET", path: `/customers/${tenantId}/users/${userId}` };
}
