import { ADMIN_SPELLINGS } from "../../model/customer/admin-dialect.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../wire/envelope.ts";
import type { StoredCustomer } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

const LOGIN = "customer.user";

/**
 * Guide step 4: no other user or role can be changed before an Admin is assigned. A write that leaves its user with
 * `after` is let through when the tenant has an admin, or gets its first one by it (A9: in one request, or step by step).
 */
export function requireAdmin(
  context: Context,
  customer: StoredCustomer,
  before: readonly string[],
  after: readonly string[],
): void {
  if (holdsAdminRole(after, context.switches) || hasAdmin(customer, context.switches)) return;
  if (context.switches.adminPromotion === "stepwise" && isStep(before, after, context.switches)) return;
  throw new Refusal(
    Number(context.switches.noAdmin),
    "An Admin user must be assigned before other users or roles can be changed.",
  );
}

/** Whether some user of the tenant is an admin. */
export function hasAdmin(customer: StoredCustomer, switches: Switches): boolean {
  for (const id in customer.users) {
    if (holdsAdminRole(customer.users[id]?.roles ?? [], switches)) return true;
  }
  return false;
}

/** Whether these roles make an admin by the spelling that counts here (A1). */
export function holdsAdminRole(roles: readonly string[], switches: Switches): boolean {
  return roles.includes(LOGIN) && manageRoles(switches).some((role) => roles.includes(role));
}

function manageRoles({ adminRole, adminRoleStored }: Switches): readonly string[] {
  return adminRole === "both" || adminRoleStored !== "as-sent" ? ADMIN_SPELLINGS : [adminRole];
}

function isStep(before: readonly string[], after: readonly string[], switches: Switches): boolean {
  const allowed = [LOGIN, ...manageRoles(switches)];
  const added = after.filter((role) => !before.includes(role));
  return (
    added.length > 0 &&
    added.every((role) => allowed.includes(role)) &&
    before.every((role) => after.includes(role))
  );
}
