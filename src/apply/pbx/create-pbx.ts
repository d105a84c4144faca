import type { CreatePbx } from "../../model/plan/change.ts";
import type { ObservedPbx } from "../../model/customer/observed.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import type { PatchOp } from "../../remote/api.ts";
import type { CustomerContext } from "../context/context.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { afterCreate } from "../write/after-create.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { doneBy } from "../write/perform.ts";
import { patchOnce } from "../write/recover.ts";
import { waitFor, type WaitOptions } from "../write/wait.ts";
import { findPbx } from "./find-pbx.ts";
import { newPbx } from "../write/new-pbx.ts";

/** Creates a profile, or finds the one that created with the customer (A2), and enables it unless it is on already (A4). */
export async function createPbx(change: CreatePbx, context: CustomerContext): Promise<Outcome> {
  const { plan, options, api, progress, perform } = context;
  const body = newPbx(change, options.secrets);
  const look = (): Promise<ObservedPbx | undefined> => findPbx(change, api, plan.changes);
  const enable = (pbx: ObservedPbx): Promise<RequestNote | undefined> =>
    setEnabled(change, pbx, api, options);
  progress.expectImport();
  return perform({
    change,
    existing: {
      find: () => findCreated(change, look, context),
      async takeOver(pbx) {
        const request = await enable(pbx);
        const note = change.inside
          ? "created with the customer"
          : "created in the meantime; taken over unchanged";
        return { status: "done", ...(request && { request }), note };
      },
    },
    send: () => api.createPbx(body),
    readBack: look,
    lagMs: options.settleTimeMs,
    // Where the enabling fails, the change is recorded as begun: the next run finds and finishes it.
    after: async (written) => doneBy(written, await afterCreate("not enabled", () => enable(written.live))),
  });
}

/**
 * The profile that the customer's create, an earlier killed run or somebody else has made: looked for right before each
 * create, because no service need refuse a second one. undefined: there is none.
 */
async function findCreated(
  { key, inside, instanceId }: CreatePbx,
  look: () => Promise<ObservedPbx | undefined>,
  { plan, options, api }: CustomerContext,
): Promise<ObservedPbx | undefined> {
  const there =
    (await awaitEarlierCreate({ reference: plan.reference, key }, look, options)) ?? (await look());
  if (there || !inside) return there;
  // The customer's create has carried it. Only the instance check distinguishes a lagging list from a service that did not
  // take it (A2); without the check the list is given its time.
  const isFree = instanceId !== undefined && (await api.instance(instanceId)).state === "free";
  return isFree ? undefined : waitFor(look, options.settleTimeMs, options);
}

/** A4, and the name when the service did not take it with the customer. undefined: nothing had to be sent. */
async function setEnabled(
  change: CreatePbx,
  live: ObservedPbx,
  api: TenantApi,
  wait: WaitOptions,
): Promise<RequestNote | undefined> {
  const { name } = change;
  const enable = change.enable === true;
  const ops: PatchOp[] = [];
  if (live.name !== name) ops.push({ op: "replace", path: "/name", value: name });
  // Where the service does not say, it is sent again: a profile that should stay off may have been switched on by its create.
  if (live.fields.get("enabled") !== enable) ops.push({ op: "replace", path: "/enabled", value: enable });
  if (ops.length === 0) return undefined;
  const isDone = async (): Promise<boolean> => {
    const now = (await api.pbxs()).find((pbx) => pbx.id === live.id);
    return now?.name === name && now.fields.get("enabled") === enable;
  };
  return (await patchOnce(() => api.patchPbx(live.id, ops), isDone, wait)).request;
}
