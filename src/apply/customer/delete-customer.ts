import type { DeleteCustomer } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { removal } from "../write/remove.ts";

/** A delete flags the tenant for deletion; afterwards it is gone, or listed for a while (A13). */
export async function deleteCustomer(
  change: DeleteCustomer,
  { api, perform }: CustomerContext,
): Promise<Outcome> {
  return perform({
    change,
    ...removal({
      send: () => api.deleteCustomer(),
      isGone: async () => (await api.customer()) === undefined,
      doubts404: false,
    }),
  });
}
