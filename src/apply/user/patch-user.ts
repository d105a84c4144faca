import type { ApplyOptions } from "../context/options.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { fieldOps, roleOps } from "../write/patch-ops.ts";
import { exchangesRoles, replaceRoles } from "./replace-roles.ts";
import {
  patchOutcome,
  readBack,
  readRoles,
  sendPatch,
  type UserPatch,
  type UserWrite,
} from "./user-patch.ts";

/**
 * A patch of a user in one request. Additions are `add /roles/-`; whatever takes a role away is one `replace /roles`, so
 * that nobody else's roles are lost (ARCHITECTURE.md, Waves). Roles that the plan did not see are read first.
 */
export async function patchUser(
  patch: UserPatch,
  api: TenantApi,
  options: Pick<ApplyOptions, "secrets" | "dialect" | "catalogue">,
): Promise<UserWrite> {
  const { userId, roles } = patch;
  const { dialect } = options;
  const fields = fieldOps("user", patch.fields, options.secrets);
  if (roles.remove.length > 0) return replaceRoles(patch, fields, api, options);
  const held = roles.held ?? (roles.add.length > 0 ? await readRoles(userId, api) : []) ?? [];
  if (exchangesRoles(held, roles.add, options.catalogue)) return replaceRoles(patch, fields, api, options);
  const add = dialect.missing(held, roles.add);
  return {
    send: () => sendPatch(userId, [...fields, ...roleOps(add)], api),
    readBack: () => readBack(patch, api, (now) => dialect.missing(now, add).length === 0),
    lagMs: 0,
    after: async (written) => patchOutcome(written),
  };
}
