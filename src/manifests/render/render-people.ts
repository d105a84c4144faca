import type { NamedField } from "../../model/customer/field-fact.ts";
import { USER_FIELDS } from "../../model/customer/kinds.ts";
import type { RoleId } from "../../model/ids.ts";
import type { Json } from "../../model/json/json.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import { PBX_USER, type RoleCatalogue } from "../../model/customer/roles.ts";
import { isAddress } from "../rules/values/address.ts";
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
  dialect: AdminDialect,
): readonly RenderedPerson[] {
  const sharing = new Map<string, number>();
  for (const { key } of users) if (key !== undefined) sharing.set(key, (sharing.get(key) ?? 0) + 1);
  return users
    .filter(
      ({ email, key, isParent }) =>
        key !== undefined && sharing.get(key) === 1 && !isParent && isAddress(email ?? ""),
    )
    .toSorted((left, right) => ((left.key ?? "") < (right.key ?? "") ? -1 : 1))
    .map((user) => renderPerson(user, catalogue, dialect));
}

function renderPerson(user: ObservedUser, catalogue: RoleCatalogue, dialect: AdminDialect): RenderedPerson {
  const { email = "", fields, roles } = user;
  if (roles === undefined) {
    return { admin: false, entry: { email }, comments: ["roles: not shown by Dimensions"] };
  }
  const admin = dialect.isAdmin(roles);
  const granted = roles.filter((role) => isGranted(role, catalogue, dialect));
  const unsayable = granted.filter((role) => !isSayable(role, roles, catalogue));
  const half = !admin && roles.some((role) => dialect.isManage(role));
  // With a role that cannot be named, a list of the others would take it away: then roles stay unmanaged.
  const named = unsayable.length === 0 && !half && (admin || granted.length > 0) ? { roles: granted } : {};
  return {
    admin,
    entry: {
      email,
      ...Object.fromEntries(USER_FIELDS.flatMap((field) => renderField(field, fields.get(field.name)))),
      ...(roles.includes(PBX_USER) ? { imported: true } : {}),
      ...(!admin && roles.includes(dialect.login) ? { login: true } : {}),
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

/** A field that a manifest can say: a text within its length and without control characters, or another plain value. */
function renderField(field: NamedField, value: Json | undefined): readonly [string, Json][] {
  const { name, byKey, max = Infinity } = field;
  if (byKey === true || value === undefined || value === null || value === "") return [];
  const canStand = typeof value !== "string" || (value.length <= max && !/\p{Cc}/u.test(value));
  return canStand ? [[name, value]] : [];
}

/** Roles a manifest decides about: neither the admin pair nor what the PBX or the platform owns. */
function isGranted(role: RoleId, catalogue: RoleCatalogue, dialect: AdminDialect): boolean {
  if (dialect.isHalf(role)) return false;
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
