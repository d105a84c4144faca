import type { EmailKey, Reference, TenantId } from "../../model/ids.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import type { LiveCustomer, ReadApi } from "../../remote/api.ts";

/** Finding objects by their natural keys: what tells whether a lost create has happened. */

/** More than one object answers to a key that should name one: reported, never guessed. */
export class AmbiguousError extends Error {
  override readonly name = "AmbiguousError";
}

/**
 * The customer with exactly this reference; `filter` is a substring match, so its answers are compared (A11). A service
 * that answers with others does not filter and may have ended its first page early: then the whole list is looked through.
 */
export async function findCustomer(api: ReadApi, reference: Reference): Promise<LiveCustomer | undefined> {
  const filtered = await collect(api.customers(reference));
  const isFiltered = filtered.every((customer) => contains(customer, reference));
  const candidates = isFiltered ? filtered : await collect(api.customers());
  const found = candidates.filter((customer) => customer.reference === reference);
  return onlyOne(found, `live customers have the reference ${reference}`);
}

async function collect(customers: AsyncIterable<LiveCustomer>): Promise<readonly LiveCustomer[]> {
  const found: LiveCustomer[] = [];
  for await (const customer of customers) found.push(customer);
  return found;
}

function contains({ reference = "", fields }: LiveCustomer, text: string): boolean {
  const name = fields.get("name");
  const texts = [reference, typeof name === "string" ? name : ""];
  return texts.some((candidate) => candidate.toLowerCase().includes(text.toLowerCase()));
}

/** The user with this address, without regard to case (A14). */
export async function findUser(
  api: ReadApi,
  tenantId: TenantId,
  key: EmailKey,
): Promise<ObservedUser | undefined> {
  const users = await api.users(tenantId);
  const found = users.filter((user) => user.key === key);
  return onlyOne(found, `live users have the address ${key}`);
}

/** The PBX of this name among a customer's; undefined: none. Throws when several have it. */
export function pbxNamed(pbxs: readonly ObservedPbx[], name: string): ObservedPbx | undefined {
  const found = pbxs.filter((pbx) => pbx.name === name);
  return onlyOne(found, `live PBXs have the name ${name}`);
}

function onlyOne<Live>(found: readonly Live[], rest: string): Live | undefined {
  if (found.length > 1) throw new AmbiguousError(`${found.length} ${rest}`);
  return found[0];
}
