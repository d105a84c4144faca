import { ADMIN_SPELLINGS } from "../../model/customer/admin-dialect.ts";
import { ROLES, type RoleFact } from "../../model/customer/roles.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../wire/envelope.ts";
import type { StoredCustomer, StoredUser } from "../world/state.ts";
import { defined } from "../../model/json/defined.ts";

const PBX_ROLE = "customer.user.pbx";
const ACD_ROLE = "customer.user.acd";
const TEAMS_ROLE = "customer.user.microsoftteams";
const FACTS: ReadonlyMap<string, RoleFact> = new Map(ROLES.map((role) => [role.id, role]));
const SPELLINGS: readonly string[] = ADMIN_SPELLINGS;

/** Who the roles are for; a new user holds nothing and is on no PBX. */
export type Holder = Pick<StoredUser, "roles" | "pbx">;

/**
 * The roles that a user has after `wanted` was asked for: what the platform owns stays or comes back, what the rules of
 * section 5.2 forbid is refused with 400.
 */
export function applyRoleRules(
  context: Context,
  customer: StoredCustomer,
  holder: Holder,
  wanted: readonly string[],
): string[] {
  const known = [...new Set(wanted.map((role) => storedSpelling(context, role)))];
  for (const role of known) if (!holder.roles.includes(role)) checkKnown(context, role);
  const owned = withPlatformRoles(context, customer, holder, known);
  const kept = oneSupervisor(context, owned);
  if (context.switches.rolePrerequisites === "enforced")
    kept.forEach((role) => checkPrerequisite(role, kept));
  return kept;
}

/** What the PBX synchronisation makes of the roles of a user who is on the PBX. */
export function synchronisedRoles(customer: StoredCustomer, user: Holder): string[] {
  const roles = new Set(user.roles);
  if (user.pbx) roles.add(PBX_ROLE);
  if (user.pbx?.acd && customer.fields.syncAcdAgentWithPbx === true) roles.add(ACD_ROLE);
  return [...roles];
}

function storedSpelling(context: Context, role: string): string {
  const { adminRoleStored } = context.switches;
  return adminRoleStored !== "as-sent" && SPELLINGS.includes(role) ? adminRoleStored : role;
}

function checkKnown(context: Context, role: string): void {
  const { adminRole, adminRoleStored, unknownRoles } = context.switches;
  if (unknownRoles === "store" || context.state.extraRoles.includes(role)) return;
  const foreignSpelling =
    SPELLINGS.includes(role) && adminRoleStored === "as-sent" && adminRole !== "both" && adminRole !== role;
  if (!FACTS.has(role) || foreignSpelling)
    throw new Refusal(400, `The role '${role.slice(0, 200)}' is not valid.`);
}

function withPlatformRoles(
  context: Context,
  customer: StoredCustomer,
  holder: Holder,
  wanted: readonly string[],
): readonly string[] {
  const { pbxRoleByApi } = context.switches;
  const asked = wanted.filter((role) => {
    if (holder.roles.includes(role)) return true;
    if (role === TEAMS_ROLE) throw new Refusal(400, `The role '${role}' is read only.`);
    if (role !== PBX_ROLE || holder.pbx || pbxRoleByApi === "granted") return true;
    if (pbxRoleByApi === "ignored") return false;
    throw new Refusal(400, `The role '${role}' is synchronised from the PBX.`);
  });
  const kept = holder.roles.filter((role) => role === TEAMS_ROLE && !asked.includes(role));
  return synchronisedRoles(customer, { roles: [...asked, ...kept], ...defined({ pbx: holder.pbx }) });
}

function oneSupervisor(context: Context, roles: readonly string[]): string[] {
  const levels = roles.filter((role) => FACTS.get(role)?.group === "supervisor");
  if (levels.length <= 1) return [...roles];
  if (context.switches.supervisorLevels === "refused") {
    throw new Refusal(400, "Supervisor roles are mutually exclusive.");
  }
  return roles.filter((role) => !levels.includes(role) || role === levels.at(-1));
}

function checkPrerequisite(role: string, roles: readonly string[]): void {
  const required = FACTS.get(role)?.requires;
  if (required !== undefined && !roles.includes(required)) {
    throw new Refusal(400, `The role '${role}' requires the role '${required}'.`);
  }
}
