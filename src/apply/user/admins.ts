import type { DeleteUser, UpdateUser } from "../../model/plan/change.ts";
import type { RoleId, UserId } from "../../model/ids.ts";
import { isAdmin, isManageRole, otherSpelling } from "../../model/customer/roles.ts";
import { ApiError } from "../../remote/api.ts";
import { roleOps } from "../write/patch-ops.ts";
import { losesAdmin } from "./roles.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/** The change would leave the customer without an admin; it is held, whatever approves it. */
export class LastAdminError extends Error {
  override readonly name = "LastAdminError";
}

/**
 * Whether at least one admin is confirmed by the service: the gate before every other user (CONTRACT.md, guide step 4). The admins
 * that wave 3 has written are read back, one after the other, until one is an admin in the service's own words.
 */
export async function confirmAdmin(run: CustomerRun): Promise<boolean> {
  if (run.admins.size > 0) return true;
  const written = run.plan.changes
    .filter((change) => change.kind === "user" && change.wave === 3)
    .map((change) => run.written.get(change.key))
    .filter((userId) => userId !== undefined);
  for (const userId of written) {
    if (await isConfirmed(userId, run)) {
      run.admins.add(userId);
      return true;
    }
  }
  for (const userId of written) {
    if (await isAdminInOtherSpelling(userId, run)) {
      run.admins.add(userId);
      return true;
    }
  }
  return false;
}

/** A1: a service may drop the spelling it does not know without a word; it is then written in the other one. */
async function isAdminInOtherSpelling(userId: UserId, run: CustomerRun): Promise<boolean> {
  const { api, adminRoles } = run.options;
  const roles = await rolesNow(userId, run);
  if (!roles || roles.some((role) => isManageRole(role, adminRoles))) return false;
  try {
    await api.patchUser(requireTenant(run), userId, roleOps([otherSpelling(adminRoles.manage)]));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused") return false;
    throw error;
  }
  return isAdmin((await rolesNow(userId, run)) ?? [], adminRoles);
}

/**
 * Throws a LastAdminError when this demotion or removal would leave the customer without an admin. Called right before
 * each sending of it, because somebody else may be at work: from one admin to none is what must never happen.
 */
export async function assertAnotherAdmin(change: UpdateUser | DeleteUser, run: CustomerRun): Promise<void> {
  if (!losesAdmin(change, run)) return;
  const { adminRoles } = run.options;
  const leaving = leavingAdmins(run);
  const lost = (change.roles.held ?? []).filter((role) => isManageRole(role, adminRoles));
  const candidates = [...new Set([...run.admins, ...run.written.values()])].filter(
    (userId) => !leaving.has(userId),
  );
  for (const userId of candidates) {
    const roles = await rolesNow(userId, run);
    if (!roles || !isAdmin(roles, adminRoles)) continue;
    const missing = lost.filter((role) => !roles.includes(role));
    if (missing.length === 0 || (await takesSpellings(userId, missing, run))) return;
  }
  throw new LastAdminError(`${change.email} is the last admin`);
}

/**
 * A1: perhaps one spelling of the admin role counts only, and it may be the one that is about to go. Who stays is given
 * it too; a service that refuses it counts the other. False: it was taken and is not there, so nobody knows.
 */
async function takesSpellings(
  userId: UserId,
  missing: readonly RoleId[],
  run: CustomerRun,
): Promise<boolean> {
  try {
    await run.options.api.patchUser(requireTenant(run), userId, roleOps(missing));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused") return true;
    throw error;
  }
  const roles = await rolesNow(userId, run);
  return roles !== undefined && missing.every((role) => roles.includes(role));
}

/** Where the service does not show the roles, a write that it has acknowledged counts. */
async function isConfirmed(userId: UserId, run: CustomerRun): Promise<boolean> {
  const { api, adminRoles } = run.options;
  const live = await api.user(requireTenant(run), userId);
  return live !== undefined && (live.roles === undefined || isAdmin(live.roles, adminRoles));
}

/** undefined: the user is gone, or the service does not show the roles; then nobody can count on them. */
async function rolesNow(userId: UserId, run: CustomerRun): Promise<readonly RoleId[] | undefined> {
  return (await run.options.api.user(requireTenant(run), userId))?.roles;
}

/** No one that this plan demotes or removes can be the admin who stays. */
function leavingAdmins(run: CustomerRun): ReadonlySet<UserId> {
  const leaving = run.plan.changes.flatMap((change) => {
    if (change.kind !== "user" || change.action === "create" || change.wave !== 5 || !losesAdmin(change, run))
      return [];
    return change.objectId === undefined ? [] : [change.objectId];
  });
  return new Set(leaving);
}
