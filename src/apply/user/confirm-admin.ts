import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import type { UserId } from "../../model/ids.ts";
import { ApiError } from "../../remote/api.ts";
import type { CustomerProgress } from "../context/progress.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { roleOps } from "../write/patch-ops.ts";

/**
 * Whether at least one admin is confirmed by the service: the gate before every other user (CONTRACT.md, guide step 4). The
 * admins that wave 3 has written are read back, one after the other, until one is an admin in the service's own words.
 */
export async function confirmAdmin(
  progress: CustomerProgress,
  api: TenantApi,
  dialect: AdminDialect,
): Promise<boolean> {
  if (progress.hasAdmin) return true;
  const written = progress.writtenAdmins();
  for (const isAdmin of [isConfirmed, isAdminInOtherSpelling]) {
    for (const userId of written) {
      if (!(await isAdmin(userId, api, dialect))) continue;
      progress.confirmAdmin(userId);
      return true;
    }
  }
  return false;
}

/** Where the service does not show the roles, a write that it has acknowledged counts. */
async function isConfirmed(userId: UserId, api: TenantApi, dialect: AdminDialect): Promise<boolean> {
  const live = await api.user(userId);
  return live !== undefined && (live.roles === undefined || dialect.isAdmin(live.roles));
}

/** A1: a service may drop the spelling it does not know without a word; it is then written in the other one. */
async function isAdminInOtherSpelling(
  userId: UserId,
  api: TenantApi,
  dialect: AdminDialect,
): Promise<boolean> {
  const roles = (await api.user(userId))?.roles;
  if (!roles || roles.some((role) => dialect.isManage(role))) return false;
  try {
    await api.patchUser(userId, roleOps([dialect.otherSpelling]));
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused") return false;
    throw error;
  }
  return dialect.isAdmin((await api.user(userId))?.roles ?? []);
}
