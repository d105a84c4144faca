import type { Context } from "../context.ts";
import { Refusal } from "../wire/envelope.ts";
import type { StoredCustomer } from "../world/state.ts";

/** A7: an e-mail may stand for one user of the tenant, or of the whole system. `except` is the user who has it. */
export function refuseDuplicate(
  context: Context,
  customer: StoredCustomer,
  email: string,
  except?: string,
): void {
  const { duplicateUser, userScope } = context.switches;
  const tenants = userScope === "tenant" ? [customer] : Object.values(context.state.customers);
  if (!tenants.some((tenant) => holds(context, tenant, email, except))) return;
  throw new Refusal(Number(duplicateUser), `A user with the email '${email}' already exists.`);
}

function holds(context: Context, tenant: StoredCustomer, email: string, except: string | undefined): boolean {
  const fold = (text: string): string =>
    context.switches.duplicateMatch === "exact" ? text : text.toLowerCase();
  const wanted = fold(email);
  for (const id in tenant.users) {
    const user = tenant.users[id];
    if (user?.email && id !== except && fold(user.email) === wanted) return true;
  }
  return false;
}
