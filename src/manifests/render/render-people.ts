import type { RoleId } from "../../model/ids.ts";
import type { Json } from "../../model/json.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import {
  isAdmin,
  isManageRole,
  PBX_USER,
  type AdminRoles,
  type RoleCatalogue,
} from "../../model/customer/roles.ts";
import { isAddress } from "../rules/address.ts";
import { quoted } from "../manifest-diagnostic.ts";

/** A person as a manifest names them, and what can only be said in comments. */
export interface RenderedPerson {
  readonly admin: boolean;
  readonly entry: Readonly<Record<string, Json>>;
  readonly comments: readonly string[];
}

/**
 * The people a manifest can name, by address. Left out: those without an address, those who share one (A14), and those
 * who are configured at a higher level (CONTRACT.md section 8 rule 15).
 */
export function renderPeople(
  users: readonly ObservedUser[],
  catalogue: RoleCatalogue,
  adminRoles: AdminRoles,
): readonly RenderedPerson[] {
  const sharing = new Map<string, number>();
  for (const { key } of users) if (key !== undefined) sharing.set(key, (sharing.get(key) ?? 0) + 1);
  return users
    .filter(
      ({ email, key, isParent }) =>
        key !== undefined && sharing.get(key) === 1 && !isParent && isAddress(email ?? ""),
    )
    .toSorted((left, right) => ((left.key ?? "") < (right.key ?? "") ? -1 : 1))
    .map((user) => renderPerson(user, catalogue, adminRoles));
}

function renderPerson(user: ObservedUser, catalogue: RoleCatalogue, adminRoles: AdminRoles): RenderedPerson {
  const { email = "", fields, roles } = user;
  const displayName = fields.get("displayName");
  if (roles === undefined) {
    return { admin: false, entry: { email }, comments: ["roles: not shown by Dimensions"] };
  }
  const admin = isAdmin(roles, adminRoles);
  const granted = roles.filter((role) => isGranted(role, catalogue, adminRoles));
  const unsayable = granted.filter((role) => !isSayable(role, roles, catalogue));
  const half = !admin && roles.some((role) => isManageRole(role, adminRoles));
  // With a role that cannot be named, a list of the others would take it away: then roles stay unmanaged.
  const named = unsayable.length === 0 && !half && (admin || granted.length > 0) ? { roles: granted } : {};
  return {
    admin,
    entry: {
      email,
      ...(isName(displayName) ? { displayName } : {}),
      ...(roles.includes(PBX_USER) ? { imported: true } : {}),
      ...(!admin && roles.includes(adminRoles.login) ? { login: true } : {}),
      ...named,
    },
    comments: [
      ...(unsayable.length === 0
        ? []
        : [`roles are unmanaged because of ${unsayable.map(quoted).join(", ")}`]),
      ...(half ? ["roles are unmanaged: can manage users, but is not an admin without portal login"] : []),
    ],
  };
}

const isName = (value: Json | undefined): value is string =>
  typeof value === "string" && value !== "" && value.length <= 100 && !/\p{Cc}/u.test(value);

/** Roles a manifest decides about: neither the admin pair nor what the PBX or the platform owns. */
function isGranted(role: RoleId, catalogue: RoleCatalogue, adminRoles: AdminRoles): boolean {
  if (role === adminRoles.login || isManageRole(role, adminRoles)) return false;
  return (catalogue.get(role)?.owner ?? "manifest") === "manifest";
}

/** Whether the rules would let a manifest name it beside the others. */
function isSayable(role: RoleId, held: readonly RoleId[], catalogue: RoleCatalogue): boolean {
  const fact = catalogue.get(role);
  if (fact === undefined) return false;
  const alone =
    fact.group === undefined ||
    held.filter((other) => catalogue.get(other)?.group === fact.group).length === 1;
  const required = fact.requires;
  const met = required === undefined || held.includes(required) || catalogue.get(required)?.owner === "pbx";
  return alone && met;
}
