import {
  findInsidePbx,
  type CreateCustomer,
  type DeleteCustomer,
  type UpdateCustomer,
} from "../../model/plan/change.ts";
import { plainJson } from "../../model/customer/value.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import type { LiveCustomer, NewCustomer, Written } from "../../remote/api.ts";
import { begin, confirm } from "../write/intents.ts";
import { findCustomer } from "../write/lookup.ts";
import { createFields, fieldOps, showsAll } from "../write/patch-ops.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { describeLoss, patchOnce, writeOnce } from "../write/recover.ts";
import { remove } from "../write/remove.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/**
 * Creates the customer with its first PBX inside. It is looked for once more right before: there are no idempotency keys,
 * and a list may lag behind the create of a run that was killed.
 */
export async function createCustomer(change: CreateCustomer, run: CustomerRun): Promise<Outcome> {
  const look = (): Promise<LiveCustomer | undefined> => lookForCustomer(run);
  const there = (await awaitEarlierCreate(change.key, look, run)) ?? (await look());
  if (there) {
    run.tenantId = there.id;
    await confirm(change, run);
    return { status: "done", note: "created in the meantime; taken over unchanged" };
  }
  const body = newCustomer(change, run);
  await begin(change, run);
  const { api, settleTime } = run.options;
  const written = await writeOnce(
    { send: () => api.createCustomer(body), readBack: look, lag: settleTime },
    run.options,
  );
  run.tenantId = written.live.id;
  const request = (await enable(change, written.live, run)) ?? written.request;
  await confirm(change, run);
  return {
    status: "done",
    request,
    ...(written.recovered && { note: describeLoss(written.request) }),
  };
}

/** The documented example creates a customer disabled: when the reply says so against the desired value, a patch follows (as A4). */
async function enable(
  change: CreateCustomer,
  live: LiveCustomer,
  run: CustomerRun,
): Promise<RequestNote | undefined> {
  const { api, secrets } = run.options;
  const desired = change.fields.filter(({ name }) => name === "enabled");
  if (desired.length === 0) return undefined;
  // A reply may hold no more than an id; then one GET tells.
  const reported = live.fields.get("enabled") ?? (await api.customer(live.id))?.fields.get("enabled");
  const fields = desired.filter(({ after }) => {
    const value = plainJson(after);
    return value !== undefined && reported !== undefined && value !== reported;
  });
  if (fields.length === 0) return undefined;
  const isDone = async (): Promise<boolean> => {
    const now = await api.customer(live.id);
    return now !== undefined && showsAll(fields, now.fields);
  };
  const ops = fieldOps("customer", fields, secrets);
  return (await patchOnce(() => api.patchCustomer(live.id, ops), isDone, run.options)).request;
}

/** Patches a customer: its fields, or in wave 6 its being enabled. Throws the ApiError of a refusal. */
export async function updateCustomer(change: UpdateCustomer, run: CustomerRun): Promise<Outcome> {
  const tenantId = requireTenant(run);
  const { api, secrets } = run.options;
  const ops = fieldOps("customer", change.fields, secrets);
  await begin(change, run);
  const isDone = async (): Promise<boolean> => {
    const live = await api.customer(tenantId);
    return live !== undefined && showsAll(change.fields, live.fields);
  };
  const { request, recovered } = await patchOnce(() => api.patchCustomer(tenantId, ops), isDone, run.options);
  await confirm(change, run);
  return { status: "done", request, ...(recovered && { note: describeLoss(request) }) };
}

/** A delete flags the tenant for deletion; afterwards it is gone, or listed for a while (A13). */
export async function deleteCustomer(change: DeleteCustomer, run: CustomerRun): Promise<Outcome> {
  const tenantId = requireTenant(run);
  const { api } = run.options;
  const send = (): Promise<Written<void>> => api.deleteCustomer(tenantId);
  const isGone = async (): Promise<boolean> => (await api.customer(tenantId)) === undefined;
  return remove(change, { send, isGone, doubts404: false }, run);
}

/** By its reference; when lists lag, also by the PBX that was created inside it. */
async function lookForCustomer(run: CustomerRun): Promise<LiveCustomer | undefined> {
  const { api } = run.options;
  const listed = await findCustomer(api, run.reference);
  const instanceId = findInsidePbx(run.plan.changes)?.instanceId;
  if (listed || instanceId === undefined) return listed;
  const attached = await api.instance(instanceId);
  if (attached.state !== "attached" || attached.tenantId === undefined) return undefined;
  const owner = await api.customer(attached.tenantId);
  return owner?.reference === run.reference ? owner : undefined;
}

function newCustomer(change: CreateCustomer, run: CustomerRun): NewCustomer {
  const { secrets } = run.options;
  const firstPbx = findInsidePbx(run.plan.changes);
  return {
    reference: run.reference,
    fields: createFields(change.fields, secrets),
    ...(firstPbx && {
      firstPbx: {
        wireType: firstPbx.wireType,
        fields: withoutEnabled(createFields(firstPbx.fields, secrets)),
      },
    }),
  };
}

/** `enabled` is not part of a profile's create (CONTRACT.md section 6); a patch follows (A4). */
export function withoutEnabled<Value>(fields: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...fields].filter(([name]) => name !== "enabled"));
}
