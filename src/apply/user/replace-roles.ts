import type { RoleChange } from "../../model/plan/change.ts";
import type { RoleCatalogue } from "../../model/customer/roles.ts";
import type { RoleId } from "../../model/ids.ts";
import { ApiError, type PatchOp } from "../../remote/api.ts";
import type { ApplyOptions } from "../context/options.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { patchOutcome, readBack, readRequest, readRoles, sendPatch } from "./user-patch.ts";
import type { UserPatch, UserWrite } from "./user-patch.ts";

type RoleKnowledge = Pick<ApplyOptions, "dialect" | "catalogue">;

/**
 * One `replace /roles`, with the fields of the same patch. Each sending starts from its own read, one request old: after a
 * lost reply somebody may have given a role meanwhile. What was written is read back; a role that the service keeps is a
 * failure.
 */
export function replaceRoles(
  patch: UserPatch,
  fields: readonly PatchOp[],
  api: TenantApi,
  knowledge: RoleKnowledge,
): UserWrite {
  const { userId, roles, beforeRemoval } = patch;
  return {
    async send() {
      await beforeRemoval?.();
      const held = await readShownRoles(userId, api);
      const wanted = rolesAfter(held, roles, knowledge);
      const isSame = holdsChange(held, roles, knowledge);
      const replacement: PatchOp = { op: "replace", path: "/roles", value: [...wanted] };
      return sendPatch(userId, isSame ? fields : [...fields, replacement], api);
    },
    readBack: () => readBack(patch, api, (held) => holdsChange(held, roles, knowledge)),
    lagMs: 0,
    async after(written) {
      if (written.live === "unchanged") return patchOutcome(written);
      const kept = (await readShownRoles(userId, api)).filter((role) => roles.remove.includes(role));
      if (kept.length === 0) return patchOutcome(written);
      const why = `Dimensions still keeps ${kept.join(", ")}`;
      return { status: "failed", why, request: written.request };
    },
  };
}

/** Whether adding these roles would put a second one of an exclusive group beside a held one. */
export function exchangesRoles(
  held: readonly RoleId[],
  add: readonly RoleId[],
  catalogue: RoleCatalogue,
): boolean {
  return held.some((role) => givesWay(role, add, catalogue));
}

/** The whole list for a `replace /roles`: what is held now, platform roles included, less and plus what the change says. */
function rolesAfter(
  held: readonly RoleId[],
  { add, remove }: RoleChange,
  { dialect, catalogue }: RoleKnowledge,
): readonly RoleId[] {
  const staying = held.filter((role) => !remove.includes(role) && !givesWay(role, add, catalogue));
  return [...new Set([...staying, ...dialect.missing(staying, add)])];
}

/** Whether a role list holds what the change gives and nothing of what it takes. */
function holdsChange(held: readonly RoleId[], change: RoleChange, knowledge: RoleKnowledge): boolean {
  const wanted = rolesAfter(held, change, knowledge);
  return held.length === wanted.length && knowledge.dialect.isSame(held, wanted);
}

function givesWay(held: RoleId, add: readonly RoleId[], catalogue: RoleCatalogue): boolean {
  const group = catalogue.get(held)?.group;
  return group !== undefined && add.some((role) => role !== held && catalogue.get(role)?.group === group);
}

async function readShownRoles(userId: UserPatch["userId"], api: TenantApi): Promise<readonly RoleId[]> {
  const roles = await readRoles(userId, api);
  if (roles) return roles;
  const message = "this user's roles are not shown, so none can be removed safely";
  throw new ApiError("refused", { ...readRequest(userId, api), message });
}
