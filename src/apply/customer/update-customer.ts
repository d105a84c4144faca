import type { UpdateCustomer } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { fieldOps, showsAll } from "../write/patch-ops.ts";
import { patchWrite } from "../write/recover.ts";

/** Patches a customer: its fields, or in wave 6 its being enabled. */
export async function updateCustomer(
  change: UpdateCustomer,
  { api, options, perform }: CustomerContext,
): Promise<Outcome> {
  const ops = fieldOps("customer", change.fields, options.secrets);
  const isDone = async (): Promise<boolean> => {
    const live = await api.customer();
    return live !== undefined && showsAll(change.fields, live.fields);
  };
  return perform({ change, ...patchWrite(() => api.patchCustomer(ops), isDone) });
}
