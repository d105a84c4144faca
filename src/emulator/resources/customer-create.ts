import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import { bound, findMember, objectBody, unknownKey } from "../wire/bind.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../wire/envelope.ts";
import { newId } from "../world/new-id.ts";
import { newPbx } from "./pbxs.ts";
import { settings } from "../world/settings.ts";
import { CUSTOMER_SHAPE } from "../wire/shapes.ts";
import type { StoredCustomer, Fields, StoredPbx } from "../world/state.ts";
import { storedTimezone } from "../rules/timezones.ts";
import { invalidTarget, storedValue } from "../wire/values.ts";

const HANDLED = ["trialduration", "pbxconnectionprofile", "pbxconnectionprofiles"];

/** The customer and the PBX profiles that a Create Customer body describes; nothing is stored yet. */
export function newCustomer(
  context: Context,
  body: Json,
): { readonly customer: StoredCustomer; readonly pbxs: readonly StoredPbx[] } {
  const sent = objectBody(body);
  const fields = {
    ...settings.customerDefaults,
    ...bound(sent, CUSTOMER_SHAPE, context.switches.unknownKeys, HANDLED),
    ...readTrial(context, sent),
  };
  refuseSecondReference(context, fields.reference);
  const customer: StoredCustomer = {
    id: newId(context.random),
    parentTenantId: context.account,
    createdAt: context.now,
    fields: { ...fields, timezone: storedTimezone(context.switches, fields.timezone ?? null) },
    users: {},
    pbxs: {},
  };
  return { customer, pbxs: nestedPbxs(context, sent, customer) };
}

/** A3: the field comes as `trialDuration` (integer) or `trialduration` (string); a service may know only one of them. */
function readTrial(context: Context, sent: JsonObject): Fields {
  const trial = findMember(sent, "trialDuration");
  if (!trial) return {};
  const { trialField, trials, unknownKeys } = context.switches;
  if (trialField !== "both" && typeof trial.value !== (trialField === "integer" ? "number" : "string")) {
    if (unknownKeys === "refused") throw unknownKey(trial.key);
    return {};
  }
  const trialDuration = storedValue("trialDuration", { type: "integer" }, trial.value, "both");
  if (trials === "refused" && trialDuration !== 0) throw new Refusal(400, "Trials are not allowed.");
  return { trialDuration };
}

function refuseSecondReference(context: Context, reference: Json | undefined): void {
  const { duplicateReference } = context.switches;
  if (duplicateReference === "accepted" || !reference) return;
  const taken = Object.values(context.state.customers).some(
    (customer) => customer.fields.reference === reference && customer.deletedAt === undefined,
  );
  if (taken) throw new Refusal(Number(duplicateReference), "A customer with this reference already exists.");
}

/** A2: `pbxConnectionProfile` holds one profile, `pbxConnectionProfiles` a list. */
function nestedPbxs(context: Context, sent: JsonObject, customer: StoredCustomer): readonly StoredPbx[] {
  const { pbxOnCreate, nestedPbxName } = context.switches;
  const bodies = [
    ...profiles(context, findMember(sent, "pbxConnectionProfile"), pbxOnCreate === "object"),
    ...profiles(context, findMember(sent, "pbxConnectionProfiles"), pbxOnCreate === "array"),
  ];
  const name = customer.fields.name ?? "";
  return bodies.map((body) => {
    const named = nestedPbxName === "customer-name" ? withoutName(body) : body;
    return newPbx(context, named, customer, { name });
  });
}

function profiles(
  context: Context,
  member: { readonly key: string; readonly value: Json } | undefined,
  only: boolean,
): readonly JsonObject[] {
  if (!member) return [];
  const { pbxOnCreate, unknownKeys } = context.switches;
  if (pbxOnCreate !== "both" && !only) {
    if (unknownKeys === "refused") throw unknownKey(member.key);
    return [];
  }
  if (member.value === null) return [];
  const wantsList = member.key.toLowerCase().endsWith("s");
  const rows: readonly Json[] = Array.isArray(member.value) ? member.value : [member.value];
  if (Array.isArray(member.value) !== wantsList) throw invalidTarget(member.value);
  return rows.map((row) => {
    if (!isJsonObject(row)) throw invalidTarget(row);
    return row;
  });
}

function withoutName(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key.toLowerCase() !== "name"));
}
