import type { Change, DeleteUser, UpdateUser } from "../../model/plan/change.ts";
import type { RoleId, UserId } from "../../model/ids.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import { ApiError } from "../../remote/api.ts";
import type { CustomerContext } from "../context/context.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { HeldError } from "../write/held-error.ts";
import { roleOps } from "../write/patch-ops.ts";
import { targetUser } from "./find-user.ts";

/**
 * Throws a HeldError when this demotion or removal would leave the customer without an admin: nothing approves that.
 * Called right before each sending of it, because somebody else may be at work: from one admin to none is what must
 * never happen.
 */
export async function assertAnotherAdmin(
  change: UpdateUser | DeleteUser,
  { plan, options, api, progress }: CustomerContext,
): Promise<void> {
  const { dialect } = options;
  if (!dialect.losesAdmin(change.roles)) return;
  const leaving = leavingAdmins(plan.changes, dialect);
  const lost = (change.roles.held ?? []).filter((role) => dialect.isManage(role));
  for (const userId of progress.possibleAdmins()) {
    if (leaving.has(userId)) continue;
    // Gone, or with roles that the service does not show: nobody can count on them.
    const roles = (await api.user(userId))?.roles;
    if (!roles || !dialect.isAdmin(roles)) continue;
    const missing = lost.filter((role) => !roles.includes(role));
    if (missing.length === 0 || (await takesSpellings(userId, missing, api))) return;
  }
  throw new HeldError({ why: "last-admin" });
}

/** A user who is demoted or removed by this plan cannot be the admin who stays. */
function leavingAdmins(changes: readonly Change[], dialect: AdminDialect): ReadonlySet<UserId> {
  const leaving = changes.flatMap((change) => {
    if (change.kind !== "user" || change.action === "create" || change.wave !== 5) return [];
    return dialect.losesAdmin(change.roles) ? [targetUser(change)] : [];
  });
  return new Set(leaving.filter((userId) => userId !== undefined));
}

/**
 * A1: perhaps one spelling of the admin role counts only, and it may be the one that is about to go. Who stays is given
 * it too; a service that refuses it counts the other. False: it was taken and is not there, so nobody knows.
 */
async function takesSpellings(userId: UserId, missing: readonly RoleId[], api: TenantApi): Promise<boolean> {
  try {
    await api.patchUser(userId, roleOps(missing));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused") return true;
    throw error;
  }
  const roles = (await api.user(userId))?.roles;
  return roles !== undefined && missing.every((role) => roles.includes(role));
}
