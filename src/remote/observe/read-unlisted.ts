import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedCustomer } from "../../model/customer/observed.ts";
import type { KnownCustomer } from "../../model/ports/memory.ts";
import type { LiveCustomer, ReadApi } from "../api.ts";
import { readAbsent } from "./read-customer.ts";

/**
 * A customer that the list does not show. What is remembered is asked before anything is created again: a known tenant that
 * is there makes the list wrong, so its customer is unreadable; one that is gone, or has another reference now, is named.
 * A tenant so young that the list need not show it yet is read by `read`.
 */
export async function readUnlisted(
  api: ReadApi,
  desired: DesiredCustomer,
  known: KnownCustomer | undefined,
  read: (live: LiveCustomer) => Promise<ObservedCustomer>,
): Promise<ObservedCustomer> {
  if (known === undefined) return readAbsent(api, desired);
  const { tenantId, mayLag } = known;
  const found = await api.customer(tenantId);
  if (found === undefined) return { ...(await readAbsent(api, desired)), former: { tenantId } };
  const { reference = desired.reference } = found;
  if (reference !== desired.reference)
    return { ...(await readAbsent(api, desired)), former: { tenantId, reference } };
  if (mayLag) return read({ ...found, id: tenantId });
  const why = `the customer list is incomplete: it does not show ${tenantId}, but GET customers/${tenantId} does`;
  return { state: "unreadable", why };
}
