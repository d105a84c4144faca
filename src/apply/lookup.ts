import type { EmailKey, Reference, TenantId } from "../model/ids.ts";
import type { ObservedPbx, ObservedUser } from "../model/observed.ts";
import type { LiveCustomer, ReadApi } from "../remote/api.ts";

/** Finding objects by their natural keys: what tells whether a lost create has happened. */

/** More than one object answers to a key that should name one: reported, never guessed. */
export class AmbiguousError extends Error {
  override readonly name = "AmbiguousError";
}

/** The customer with exactly this reference; `filter` is a substring match, so its answers are compared (A11). */
export async function findCustomer(api: ReadApi, reference: Reference): Promise<LiveCustomer | undefined> {
  const found: LiveCustomer[] = [];
  for await (const customer of api.customers(reference)) {
    if (customer.reference === reference) found.push(customer);
  }
  return onlyOne(found, `customers have the reference ${reference}`);
}

/** The user with this address, without regard to case (A14). */
export async function findUser(
  api: ReadApi,
  tenantId: TenantId,
  key: EmailKey,
): Promise<ObservedUser | undefined> {
  const users = await api.users(tenantId);
  const found = users.filter((user) => user.key === key);
  return onlyOne(found, `users have the address ${key}`);
}

export async function findPbx(
  api: ReadApi,
  tenantId: TenantId,
  name: string,
): Promise<ObservedPbx | undefined> {
  const pbxs = await api.pbxs(tenantId);
  const found = pbxs.filter((pbx) => pbx.name === name);
  return onlyOne(found, `PBXs have the name ${name}`);
}

function onlyOne<Live>(found: readonly Live[], rest: string): Live | undefined {
  if (found.length > 1) throw new AmbiguousError(`${found.length} ${rest}`);
  return found[0];
}
