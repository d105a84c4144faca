import type { CreatePbx, DeletePbx, UpdatePbx } from "../../model/plan/change.ts";
import type { PbxId } from "../../model/ids.ts";
import type { ObservedPbx } from "../../model/customer/observed.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import { ApiError, type NewPbx, type PatchOp, type Written } from "../../remote/api.ts";
import { withoutEnabled } from "../customer/customers.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { begin, confirm } from "../write/intents.ts";
import { pbxNamed } from "../write/lookup.ts";
import { createFields, fieldOps, showsAll } from "../write/patch-ops.ts";
import { waitFor, describeLoss, patchOnce, writeOnce, type ConfirmedWrite } from "../write/recover.ts";
import { remove } from "../write/remove.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/** Creates a profile, or finds the one that came with its customer (A2), and enables it unless it is on already (A4). */
export async function createPbx(change: CreatePbx, run: CustomerRun): Promise<Outcome> {
  run.importsPeople = true;
  const there = await findCreated(change, run);
  if (there) {
    const request = await setEnabled(change, there, run);
    await confirm(change, run);
    const note = change.inside
      ? "created with the customer"
      : "created in the meantime; taken over unchanged";
    return { status: "done", ...(request && { request }), note };
  }
  const created = await sendCreate(change, run);
  try {
    const request = (await setEnabled(change, created.live, run)) ?? created.request;
    await confirm(change, run);
    return doneBy(request, created);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === "unauthorised") throw error;
    return halfDone(error);
  }
}

function doneBy(request: RequestNote, created: ConfirmedWrite<ObservedPbx>): Outcome {
  return { status: "done", request, ...(created.recovered && { note: describeLoss(created.request) }) };
}

/** The profile is there; that it is not on is left to the next run, which finds the enabling as begun. */
function halfDone({ kind, message, request }: ApiError): Outcome {
  const why = `created, but not enabled: ${message}`;
  return { status: kind === "lost" ? "unknown" : "failed", why, request };
}

/** Patches a PBX. Throws the ApiError of a refusal. */
export async function updatePbx(change: UpdatePbx, run: CustomerRun): Promise<Outcome> {
  const tenantId = requireTenant(run);
  const { api, secrets } = run.options;
  const ops = fieldOps("pbx", change.fields, secrets);
  run.importsPeople = true;
  await begin(change, run);
  const { request, recovered } = await patchPbx(change.objectId, ops, run, async () => {
    const live = (await api.pbxs(tenantId)).find((pbx) => pbx.id === change.objectId);
    return live !== undefined && showsAll(change.fields, live.fields);
  });
  await confirm(change, run);
  return { status: "done", request, ...(recovered && { note: describeLoss(request) }) };
}

/** Removes a PBX; one that is gone already counts as removed. */
export async function deletePbx(change: DeletePbx, run: CustomerRun): Promise<Outcome> {
  const tenantId = requireTenant(run);
  const { api } = run.options;
  const send = (): Promise<Written<void>> => api.deletePbx(tenantId, change.objectId);
  const isGone = async (): Promise<boolean> =>
    !(await api.pbxs(tenantId)).some((pbx) => pbx.id === change.objectId);
  return remove(change, { send, isGone, doubts404: true }, run);
}

/**
 * The profile that the customer's create, an earlier killed run or somebody else has made: looked for right before each
 * create, because no service need refuse a second one. undefined: there is none.
 */
async function findCreated(change: CreatePbx, run: CustomerRun): Promise<ObservedPbx | undefined> {
  const look = (): Promise<ObservedPbx | undefined> => lookForPbx(change, run);
  const there = (await awaitEarlierCreate(change.key, look, run)) ?? (await look());
  if (there || !change.inside) return there;
  // The customer's create has carried it. Only the instance check can tell a lagging list from a service that did not
  // take it (A2); without the check the list is given its time.
  const isFree =
    change.instanceId !== undefined && (await run.options.api.instance(change.instanceId)).state === "free";
  return isFree ? undefined : waitFor(look, run.options.settleTime, run.options);
}

/** By its name; else by the instance check; else as the one profile whose name the customer's create has lost. */
async function lookForPbx(change: CreatePbx, run: CustomerRun): Promise<ObservedPbx | undefined> {
  const pbxs = await run.options.api.pbxs(requireTenant(run));
  return (
    pbxNamed(pbxs, change.name) ?? (await attachedHere(change, pbxs, run)) ?? findUnnamed(change, pbxs, run)
  );
}

async function attachedHere(
  change: CreatePbx,
  pbxs: readonly ObservedPbx[],
  run: CustomerRun,
): Promise<ObservedPbx | undefined> {
  if (change.instanceId === undefined) return undefined;
  const attached = await run.options.api.instance(change.instanceId);
  if (attached.state !== "attached" || attached.tenantId !== requireTenant(run)) return undefined;
  const { pbxId } = attached;
  if (pbxId === undefined) return undefined;
  const listed = pbxs.find((pbx) => pbx.id === pbxId);
  return listed ?? { id: pbxId, name: change.name, wireType: change.wireType, fields: new Map() };
}

/** A create inside a customer may have lost its name on the way (the documented example has none): one other profile of the type. */
function findUnnamed(
  change: CreatePbx,
  pbxs: readonly ObservedPbx[],
  run: CustomerRun,
): ObservedPbx | undefined {
  if (!change.inside) return undefined;
  const declared = new Set(run.plan.changes.flatMap((other) => (other.kind === "pbx" ? [other.name] : [])));
  // The customer's further profiles are created meanwhile, under their names.
  const unnamed = pbxs.filter((pbx) => pbx.wireType === change.wireType && !declared.has(pbx.name));
  return unnamed.length === 1 ? unnamed[0] : undefined;
}

async function sendCreate(change: CreatePbx, run: CustomerRun): Promise<ConfirmedWrite<ObservedPbx>> {
  const tenantId = requireTenant(run);
  const { api, secrets, settleTime } = run.options;
  const pbx: NewPbx = {
    wireType: change.wireType,
    fields: withoutEnabled(createFields(change.fields, secrets)),
  };
  await begin(change, run);
  return writeOnce(
    { send: () => api.createPbx(tenantId, pbx), readBack: () => lookForPbx(change, run), lag: settleTime },
    run.options,
  );
}

/** A4, and the name when the service did not take it with the customer. undefined: nothing had to be sent. */
async function setEnabled(
  change: CreatePbx,
  live: ObservedPbx,
  run: CustomerRun,
): Promise<RequestNote | undefined> {
  const reported = live.fields.get("enabled");
  const rename: PatchOp[] =
    live.name === change.name ? [] : [{ op: "replace", path: "/name", value: change.name }];
  // Where the service does not say, it is told: a profile that is to stay off may have been switched on by its create.
  const enabled = change.enable === true;
  const enabling: PatchOp[] =
    reported === enabled ? [] : [{ op: "replace", path: "/enabled", value: enabled }];
  const ops = [...rename, ...enabling];
  if (ops.length === 0) return undefined;
  const { request } = await patchPbx(live.id, ops, run, async () => {
    const now = (await run.options.api.pbxs(requireTenant(run))).find((pbx) => pbx.id === live.id);
    return now?.name === change.name && now.fields.get("enabled") === enabled;
  });
  return request;
}

function patchPbx(
  pbxId: PbxId,
  ops: readonly PatchOp[],
  run: CustomerRun,
  isDone: () => Promise<boolean>,
): Promise<ConfirmedWrite<true>> {
  return patchOnce(() => run.options.api.patchPbx(requireTenant(run), pbxId, ops), isDone, run.options);
}
