import { PBX_SERVICE_KEYS } from "../../model/customer/kinds.ts";
import type { Json } from "../../model/json/json.ts";
import { bound, findMember, objectBody } from "../wire/bind.ts";
import { requireAcceptance } from "../rules/charges.ts";
import {
  parseBody,
  locationHeader,
  requireCustomer,
  listed,
  patchHeaders,
  requirePbx,
  type Context,
} from "../context.ts";
import { list, Refusal, success, type Reply } from "../wire/envelope.ts";
import { patched } from "../wire/json-patch.ts";
import { newId } from "../world/new-id.ts";
import { readInstanceId, scheduleImport } from "../rules/pbx-import.ts";
import { pbxShape } from "../wire/shapes.ts";
import { shownNewPbx, shownPbx } from "../wire/shown.ts";
import type { StoredCustomer, StoredPbx } from "../world/state.ts";

const SERVICE_KEYS = PBX_SERVICE_KEYS.map((key) => key.toLowerCase());

/** GET …/pbxs */
export function handleListPbxs(context: Context): Reply {
  const customer = requireCustomer(context, "read");
  const rows = listed(context, customer.pbxs);
  return list(
    context.now,
    rows.map((pbx) => shownPbx(customer.id, pbx, context.switches)),
  );
}

/** GET …/pbxs/{id} */
export function handleGetPbx(context: Context): Reply {
  const customer = requireCustomer(context, "read");
  return success(context.now, 200, shownPbx(customer.id, requirePbx(context, customer), context.switches));
}

/** POST …/pbxs: the reply echoes what was sent, countryCode and the API key included. */
export function handleCreatePbx(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  requireAcceptance(context);
  const pbx = newPbx(context, parseBody(context), customer);
  addPbx(context, customer, pbx);
  const headers = locationHeader(context, `customers/${customer.id}/pbxs/${pbx.id}`);
  return success(context.now, 201, shownNewPbx(customer.id, pbx, context.switches), {
    headers,
    effect: "create-pbx",
  });
}

/** PATCH …/pbxs/{id}: restarts the collector of a profile that is collecting, whatever it changes (section 6). */
export function handlePatchPbx(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  const pbx = requirePbx(context, customer);
  requireAcceptance(context);
  const shape = pbxShape(pbx.wireType);
  const fields = patched(pbx.fields, parseBody(context), shape, context.switches.patchBooleans);
  const wasEnabled = pbx.fields.enabled === true;
  pbx.fields = fields;
  if (wasEnabled) pbx.collectorRestarts += 1;
  else if (fields.enabled === true && context.switches.importStarts === "on-enable") {
    scheduleImport(context, customer, pbx);
  }
  return success(context.now, 200, undefined, { headers: patchHeaders(context), effect: "update-pbx" });
}

/** DELETE …/pbxs/{id} */
export function handleDeletePbx(context: Context): Reply {
  const customer = requireCustomer(context, "write");
  delete customer.pbxs[requirePbx(context, customer).id];
  return success(context.now, 200, undefined, { effect: "delete-pbx" });
}

/** A profile from a create body, checked but not yet there; used by Create Customer too (A2). */
export function newPbx(
  context: Context,
  body: Json,
  customer: Pick<StoredCustomer, "fields">,
  defaults: { readonly name?: Json } = {},
): StoredPbx {
  const sent = objectBody(body);
  const wireType = findMember(sent, "_type")?.value;
  if (typeof wireType !== "string" || wireType === "") throw new Refusal(400, "The _type field is required.");
  const named = findMember(sent, "name") ? sent : { ...defaults, ...sent };
  const fields = bound(named, pbxShape(wireType), context.switches.unknownKeys, SERVICE_KEYS);
  const pbx: StoredPbx = {
    id: newId(context.random),
    createdAt: context.now,
    wireType,
    fields: {
      countryCode: customer.fields.countryCode ?? null,
      ...fields,
      enabled: context.switches.pbxEnabledOnCreate === "true",
    },
    collectorRestarts: 0,
  };
  refuseSecondInstance(context, pbx);
  return pbx;
}

/** Attaches a profile; the import of its users begins (CONTRACT.md, guide step 2). */
export function addPbx(context: Context, customer: StoredCustomer, pbx: StoredPbx): void {
  customer.pbxs[pbx.id] = pbx;
  scheduleImport(context, customer, pbx);
}

/** GET /pbxs?instanceId=: whether that PBX is attached to a customer anywhere. Always 200 (section 6). */
export function checkInstance(context: Context): Reply {
  const instanceId = context.query.get("instanceId") ?? "";
  const found = attached(context, instanceId);
  return success(context.now, 200, found ? { exists: true, ...found } : { exists: false, instanceId });
}

function refuseSecondInstance(context: Context, pbx: StoredPbx): void {
  const { duplicatePbx } = context.switches;
  const instanceId = readInstanceId(pbx);
  if (duplicatePbx === "accepted" || instanceId === undefined || !attached(context, instanceId)) return;
  throw new Refusal(Number(duplicatePbx), "The PBX is already attached to a customer.");
}

function attached(
  { state }: Context,
  instanceId: string,
): { instanceId: string; id: string; tenantId: string } | undefined {
  for (const customer of Object.values(state.customers)) {
    if (customer.deletedAt !== undefined) continue;
    for (const pbx of Object.values(customer.pbxs)) {
      if (readInstanceId(pbx) === instanceId) return { instanceId, id: pbx.id, tenantId: customer.id };
    }
  }
  return state.foreignInstances.find((row) => row.instanceId === instanceId);
}
