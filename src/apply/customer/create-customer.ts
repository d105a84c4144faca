import { findInsidePbx, type CreateCustomer, type CreatePbx } from "../../model/plan/change.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { LiveCustomer, NewCustomer } from "../../remote/api.ts";
import type { CustomerContext } from "../context/context.ts";
import type { ApplyOptions } from "../context/options.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { newPbx } from "../write/new-pbx.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { createFields, fieldOps, showsAll } from "../write/patch-ops.ts";
import { doneBy } from "../write/perform.ts";
import { patchOnce } from "../write/recover.ts";
import { findCustomer } from "./find-customer.ts";

/**
 * Creates the customer with its first PBX inside. It is looked for once more right before: there are no idempotency keys,
 * and a list may lag behind the create of a run that was killed.
 */
export async function createCustomer(change: CreateCustomer, context: CustomerContext): Promise<Outcome> {
  const { plan, options, api, progress, perform } = context;
  const { reference } = plan;
  // The PBX that travels inside the create (A2); its own change follows in wave 2.
  const inside = findInsidePbx(plan.changes);
  const body = newCustomer(change, inside, reference, options.secrets);
  const look = (): Promise<LiveCustomer | undefined> =>
    findCustomer(options.api, reference, inside?.instanceId);
  return perform({
    change,
    ...(inside && { carries: [inside] }),
    existing: {
      find: async () =>
        (await awaitEarlierCreate({ reference, key: change.key }, look, options)) ?? (await look()),
      async takeOver({ id }) {
        progress.enterTenant(id);
        return { status: "done", note: "created in the meantime; taken over unchanged" };
      },
    },
    send: () => options.api.createCustomer(body),
    readBack: look,
    lagMs: options.settleTimeMs,
    async after(written) {
      progress.enterTenant(written.live.id);
      return doneBy(written, await enable(change, written.live, api, options));
    },
  });
}

function newCustomer(
  change: CreateCustomer,
  inside: CreatePbx | undefined,
  reference: string,
  secrets: SecretSource,
): NewCustomer {
  return {
    reference,
    fields: createFields(change.fields, secrets),
    ...(inside && { firstPbx: newPbx(inside, secrets) }),
  };
}

/**
 * The documented example creates a customer disabled: when the reply says so against the desired value, a patch follows
 * (as A4). undefined: nothing had to be sent.
 */
async function enable(
  change: CreateCustomer,
  live: LiveCustomer,
  api: TenantApi,
  options: ApplyOptions,
): Promise<RequestNote | undefined> {
  const desired = change.fields.filter(({ name }) => name === "enabled");
  if (desired.length === 0) return undefined;
  // A reply may contain only an id; then one GET returns the rest.
  const reported = live.fields.has("enabled") ? live : await api.customer();
  if (reported?.fields.has("enabled") !== true || showsAll(desired, reported.fields)) return undefined;
  const isDone = async (): Promise<boolean> => {
    const now = await api.customer();
    return now !== undefined && showsAll(desired, now.fields);
  };
  const ops = fieldOps("customer", desired, options.secrets);
  return (await patchOnce(() => api.patchCustomer(ops), isDone, options)).request;
}
