import type { Reference } from "../../model/ids.ts";
import type { LiveCustomer, ReadApi } from "../../remote/api.ts";
import { onlyOne } from "../write/held-error.ts";

/**
 * The customer with exactly this reference; where lists lag, also as the one to which the PBX that was created inside it
 * is attached (`instanceId`). undefined: none. Throws a HeldError when several have the reference.
 */
export async function findCustomer(
  api: ReadApi,
  reference: Reference,
  instanceId?: string,
): Promise<LiveCustomer | undefined> {
  const listed = await findListed(api, reference);
  if (listed || instanceId === undefined) return listed;
  const attached = await api.instance(instanceId);
  if (attached.state !== "attached" || attached.tenantId === undefined) return undefined;
  const owner = await api.customer(attached.tenantId);
  // The PBX may be attached to somebody else's tenant, which is not ours to take over.
  return owner?.reference === reference ? owner : undefined;
}

/**
 * `filter` is a substring match, so its answers are compared (A11). A service that answers with others does not filter
 * and may have ended its first page early: then the whole list is looked through.
 */
async function findListed(api: ReadApi, reference: Reference): Promise<LiveCustomer | undefined> {
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
