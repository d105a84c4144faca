import type { Context } from "../context.ts";
import type { StoredCustomer, StoredUser } from "../world/state.ts";

/** A created user gets an activation e-mail at once, unless the customer has `sendNewUserEmail: false` (section 8, 6). */
export function sendActivation(context: Context, customer: StoredCustomer, user: StoredUser): void {
  if (customer.fields.sendNewUserEmail === false || !user.email) return;
  context.state.mails.push({ tenantId: customer.id, to: user.email, kind: "activation" });
}

/** Enabling a customer sends an invitation to every user with Website User access (section 4.1). */
export function sendInvitations(context: Context, customer: StoredCustomer): void {
  for (const user of Object.values(customer.users)) {
    if (!user.email || !user.roles.includes("customer.user")) continue;
    context.state.mails.push({ tenantId: customer.id, to: user.email, kind: "invitation" });
  }
}
