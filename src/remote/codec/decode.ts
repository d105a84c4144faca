import { defined } from "../../model/json/defined.ts";
import type { FieldFact, NamedField } from "../../model/customer/field-fact.ts";
import { toEmailKey, toPbxId, toRoleId, toTenantId, toUserId, type RoleId } from "../../model/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, PBX_SERVICE_KEYS, USER_FIELDS } from "../../model/customer/kinds.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import type { InstanceCheckResult, LiveCustomer } from "../api.ts";

/**
 * Objects of replies in our words. Tolerant: unknown keys are ignored (A15), a missing key is an unknown field (A6), booleans
 * and integers may be strings (A3, A5), keys match without regard to case when not exactly. undefined: no object with an id.
 */
export function decodeCustomer(data: Json | undefined): LiveCustomer | undefined {
  const read = reader(data, CUSTOMER_KEYS);
  const id = read?.text("id");
  if (!read || id === undefined) return undefined;
  const reference = read.text("reference");
  const parent = read.text("parentTenantId");
  return {
    id: toTenantId(id),
    ...defined({ reference, parentTenantId: parent === undefined ? undefined : toTenantId(parent) }),
    fields: readFields(read, CUSTOMER_FIELDS),
  };
}

/** See decodeCustomer. `roles` are undefined when the reply has none; a blank e-mail address is none. */
export function decodeUser(data: Json | undefined): ObservedUser | undefined {
  const read = reader(data, USER_KEYS);
  const id = read?.text("id");
  if (!read || id === undefined) return undefined;
  const email = read.text("email")?.trim() ?? "";
  const roles = readRoles(read.value("roles"));
  const primary = read.text("primaryTenant");
  return {
    id: toUserId(id),
    ...(email === "" ? {} : { key: toEmailKey(email), email }),
    fields: readFields(read, USER_FIELDS),
    ...defined({ roles }),
    isParent: asBoolean(read.value("isParent") ?? null) === true,
    ...defined({ primaryTenant: primary === undefined ? undefined : toTenantId(primary) }),
  };
}

/** See decodeCustomer. Plain values under keys that the field table does not know are settings of their own name. */
export function decodePbx(data: Json | undefined): ObservedPbx | undefined {
  const read = reader(data, PBX_KEYS);
  const id = read?.text("id");
  if (!read || id === undefined) return undefined;
  const fields = readFields(read, PBX_FIELDS);
  for (const [name, value] of read.others()) {
    if (!isJsonObject(value) && !Array.isArray(value)) fields.set(name, value);
  }
  return { id: toPbxId(id), name: read.text("name") ?? "", wireType: read.text("_type") ?? "", fields };
}

/** The instance check's `data` (CONTRACT.md section 6). */
export function decodeInstance(data: Json | undefined): InstanceCheckResult {
  const read = reader(Array.isArray(data) ? data[0] : data, INSTANCE_KEYS);
  const exists = asBoolean(read?.value("exists") ?? null);
  if (!read || typeof exists !== "boolean") return { state: "unsupported" };
  if (!exists) return { state: "free" };
  const tenant = read.text("tenantId");
  const pbx = read.text("id");
  return {
    state: "attached",
    ...defined({
      tenantId: tenant === undefined ? undefined : toTenantId(tenant),
      pbxId: pbx === undefined ? undefined : toPbxId(pbx),
    }),
  };
}

const top = (field: NamedField): string => field.path.split("/")[1] ?? field.name;
const CUSTOMER_KEYS = keys(["id", "reference", "parentTenantId", ...CUSTOMER_FIELDS.map(top)]);
const USER_KEYS = keys(["id", "roles", "isParent", "primaryTenant", ...USER_FIELDS.map(top)]);
const PBX_KEYS = keys([...PBX_SERVICE_KEYS, ...PBX_FIELDS.map(top)]);
const INSTANCE_KEYS = keys(["exists", "instanceId", "id", "tenantId"]);

/** Key names by their lower-case form. */
function keys(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

interface Reader {
  value(key: string): Json | undefined;
  /** A text, or a number as text; undefined when absent or anything else. */
  text(key: string): string | undefined;
  /** The values of unknown keys. */
  others(): Iterable<[string, Json]>;
}

function reader(data: Json | undefined, known: ReadonlyMap<string, string>): Reader | undefined {
  if (!isJsonObject(data)) return undefined;
  const values = new Map<string, Json>();
  const others: [string, Json][] = [];
  for (const [key, value] of Object.entries(data)) {
    const name = known.get(key.toLowerCase());
    if (name === undefined) others.push([key, value]);
    // An exact key beats one in another case, whichever comes first.
    else if (name === key || !values.has(name)) values.set(name, value);
  }
  return {
    value: (key) => values.get(key),
    text(key) {
      const value = values.get(key);
      return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
    },
    others: () => others,
  };
}

function readFields(read: Reader, facts: readonly NamedField[]): Map<string, Json> {
  const fields = new Map<string, Json>();
  for (const fact of facts) {
    const [first, ...rest] = fact.path.slice(1).split("/");
    let value = read.value(first ?? "");
    for (const key of rest) value = isJsonObject(value) ? member(value, key) : undefined;
    if (value !== undefined) fields.set(fact.name, asType(value, fact.type));
  }
  return fields;
}

function member(object: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  const other = Object.keys(object).find((name) => name.toLowerCase() === key.toLowerCase());
  return other === undefined ? undefined : object[other];
}

function asType(value: Json, type: FieldFact["type"]): Json {
  if (type === "boolean") return asBoolean(value);
  if (type === "integer" && typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
  return value;
}

function asBoolean(value: Json): Json {
  if (typeof value !== "string") return value;
  const text = value.toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}

function readRoles(value: Json | undefined): readonly RoleId[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((role: Json) => (typeof role === "string" ? [toRoleId(role)] : []));
}
