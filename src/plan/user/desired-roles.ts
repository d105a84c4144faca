import type { DesiredCustomer, DesiredUser } from "../../model/customer/desired.ts";
import type { RoleId } from "../../model/ids.ts";
import type { AdminRoles } from "../../model/customer/admin-dialect.ts";
import { ACD_AGENT, type RoleCatalogue } from "../../model/customer/roles.ts";
import { plainJson } from "../../model/customer/value.ts";
import type { PlanContext } from "../context.ts";

/** What a user's roles should gain and lose. `exchanged` leave in the same write in which `add` arrives. */
export interface RoleDiff {
  readonly add: readonly RoleId[];
  /** Roles of a mutually exclusive group that give way to one that is added: at no moment are there two, or none. */
  readonly exchanged: readonly RoleId[];
  readonly remove: readonly RoleId[];
  /** Roles the file does not name that stay, because neither it nor the catalogue knows them. */
  readonly unknown: readonly RoleId[];
}

const NO_DIFF: RoleDiff = { add: [], exchanged: [], remove: [], unknown: [] };

/** The roles a create sends: what the file names, the admin pair, and the login (CONTRACT.md section 5.3). */
export function desiredRoles(user: DesiredUser, { login, manage }: AdminRoles): readonly RoleId[] {
  const pair = user.admin ? [manage, login] : [];
  const portal = user.login === true ? [login] : [];
  return [...new Set([...pair, ...portal, ...(user.roles ?? [])])];
}

/**
 * Holds a named user's roles against what the file wants. What the file does not own is treated as if it were desired:
 * roles of the PBX and the platform, the agent role while the PBX synchronises it, the login while it is unmanaged.
 */
export function diffRoles(
  user: DesiredUser,
  held: readonly RoleId[] | undefined,
  customer: RoleScope,
  context: PlanContext,
): RoleDiff {
  if (held === undefined) return NO_DIFF;
  const { dialect, catalogue } = context;
  const desired = desiredRoles(user, dialect);
  const add = inOrderOfNeed(
    dialect.missing(held, desired).filter((role) => catalogue.get(role)?.owner !== "pbx"),
    catalogue,
  );
  const exchanged = held.filter(
    (role) => !desired.includes(role) && add.some((added) => excludes(added, role, catalogue)),
  );
  const surplus = dialect.missing(desired, held).filter((role) => !exchanged.includes(role));
  const exact = user.roles !== undefined && customer.roles === "exact";
  const takenAway = surplus.filter((role) => exact && isOwned(role, user, customer, context));
  const loggedOut = surplus.filter((role) => user.login === false && role === dialect.login);
  return {
    add,
    exchanged,
    remove: [...new Set([...takenAway, ...loggedOut])],
    unknown: exact ? surplus.filter((role) => !isKnown(role, context)) : [],
  };
}

/** What decides about roles beside the user's own entry. */
export interface RoleScope {
  readonly roles: "additive" | "exact";
  /** Whether the PBX grants and takes the agent role by itself (`syncAcdAgentWithPbx`). */
  readonly syncsAgents: boolean;
}

/** Whether the customer's agents follow the PBX: as the manifest wants it, else as the service reports it. */
export function roleScope(desired: DesiredCustomer, reported: unknown): RoleScope {
  const desiredValue = plainJson(desired.fields.get("syncAcdAgentWithPbx")?.value);
  const syncsAgents = (desiredValue === undefined ? reported : desiredValue) === true;
  return { roles: desired.manage.roles, syncsAgents };
}

/** Roles that a list which says `exact` may take from someone it does not name. */
export function grantedRoles(
  held: readonly RoleId[],
  customer: RoleScope,
  { catalogue }: PlanContext,
): readonly RoleId[] {
  return held.filter((role) => {
    if (role === ACD_AGENT && customer.syncsAgents) return false;
    return catalogue.get(role)?.owner === "manifest";
  });
}

function isOwned(role: RoleId, user: DesiredUser, customer: RoleScope, context: PlanContext): boolean {
  if (role === context.dialect.login) return user.login !== undefined;
  if (role === ACD_AGENT && customer.syncsAgents) return false;
  if (context.dialect.isManage(role)) return true;
  return context.catalogue.get(role)?.owner === "manifest";
}

function isKnown(role: RoleId, { catalogue, dialect }: PlanContext): boolean {
  return catalogue.has(role) || dialect.isManage(role);
}

function excludes(added: RoleId, held: RoleId, catalogue: RoleCatalogue): boolean {
  const group = catalogue.get(added)?.group;
  return group !== undefined && added !== held && catalogue.get(held)?.group === group;
}

/** A role comes after the one it requires, so that the additions are valid one by one. */
function inOrderOfNeed(roles: readonly RoleId[], catalogue: RoleCatalogue): readonly RoleId[] {
  const depth = (role: RoleId, seen: readonly RoleId[] = []): number => {
    const needed = catalogue.get(role)?.requires;
    return needed === undefined || seen.includes(needed) ? 0 : 1 + depth(needed, [...seen, role]);
  };
  return roles.toSorted((left, right) => depth(left) - depth(right));
}
