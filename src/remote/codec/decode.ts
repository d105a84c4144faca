import { defined } from "../../model/json/defined.ts";
import type { FieldFact, NamedField } from "../../model/customer/field-fact.ts";
import {
  toEmailKey,
  toPbxId,
  toRoleId,
  toTenantId,
  toUserId,
  type RoleId,
  type TenantId,
} from "../../model/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, PBX_SERVICE_KEYS, USER_FIELDS } from "../../model/customer/kinds.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import type { InstanceCheckResult, LiveCustomer } from "../api.ts";
import { InvalidReply } from "./invalid-reply.ts";

/**
 * Objects of replies in our words. Tolerant of more than is documented: unknown keys are ignored (A15), a missing key is an
 * unknown field (A6), booleans and integers may be strings (A3, A5), keys match without regard to case when not exactly.
 * Strict in what it takes (A16): throws an InvalidReply for an object without a usable id and for a value of a wrong type.
 */
export function decodeCustomer(data: Json): LiveCustomer {
  const read = reader(data, CUSTOMER_KEYS, "customer");
  const id = read.id();
  const reference = read.text("reference");
  const parent = read.text("parentTenantId");
  return {
    id: toTenantId(id),
    ...defined({ reference, parentTenantId: parent === undefined ? undefined : toTenantId(parent) }),
    fields: readFields(read, CUSTOMER_FIELDS),
  };
}

/** See decodeCustomer. `roles` are undefined when the reply has none; a blank e-mail address is none. */
export function decodeUser(data: Json): ObservedUser {
  const read = reader(data, USER_KEYS, "user");
  const id = read.id();
  const email = read.text("email")?.trim() ?? "";
  const roles = readRoles(read);
  const primary = read.text("primaryTenant");
  return {
    id: toUserId(id),
    ...(email === "" ? {} : { key: toEmailKey(email), email }),
    fields: readFields(read, USER_FIELDS),
    ...defined({ roles }),
    isParent: readIsParent(read),
    ...defined({ primaryTenant: primary === undefined ? undefined : toTenantId(primary) }),
  };
}

/** See decodeCustomer. Plain values under keys that the field table does not know are settings of their own name. */
export function decodePbx(data: Json): ObservedPbx {
  const read = reader(data, PBX_KEYS, "PBX");
  const id = read.id();
  const fields = readFields(read, PBX_FIELDS);
  for (const [name, value] of read.others()) {
    if (!isJsonObject(value) && !Array.isArray(value)) fields.set(name, value);
  }
  return { id: toPbxId(id), name: read.text("name") ?? "", wireType: read.text("_type") ?? "", fields };
}

/** The profiles of one customer: throws an InvalidReply for one that says that it belongs to another. */
export function decodePbxOf(tenantId: TenantId): (data: Json) => ObservedPbx {
  return (data) => {
    const owner = reader(data, PBX_KEYS, "PBX").text("tenantId");
    if (owner !== undefined && !isSameId(owner, tenantId)) {
      throw new InvalidReply("a PBX of another customer");
    }
    return decodePbx(data);
  };
}

/** The object that was asked for by its id: throws an InvalidReply when the reply shows another one. */
export function withId<Live extends { readonly id: string }>(
  id: string,
  decode: (data: Json) => Live,
): (data: Json) => Live {
  return (data) => {
    const live = decode(data);
    if (!isSameId(live.id, id)) throw new InvalidReply("another `id` than was asked for");
    return live;
  };
}

/** The objects of a list. Throws an InvalidReply when two of them have one id. */
export function decodeList<Live extends { readonly id: string }>(
  items: readonly Json[],
  decode: (data: Json) => Live,
): readonly Live[] {
  const seen = new Set<string>();
  return items.map((item) => {
    const live = decode(item);
    const id = live.id.toLowerCase();
    if (seen.has(id)) throw new InvalidReply("two items with one `id`");
    seen.add(id);
    return live;
  });
}

/** GUIDs are written in either case. */
function isSameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The instance check's `data` (CONTRACT.md section 6). */
export function decodeInstance(data: Json | undefined): InstanceCheckResult {
  const answer: unknown = Array.isArray(data) ? data[0] : data;
  if (!isJsonObject(answer)) return { state: "unsupported" };
  const read = reader(answer, INSTANCE_KEYS, "instance check");
  const exists = asBoolean(read.value("exists") ?? null);
  if (typeof exists !== "boolean") return { state: "unsupported" };
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
  /** The object's id. Throws an InvalidReply when there is none that a path or a comparison could use. */
  id(): string;
  /** A text; undefined when absent or null. Throws an InvalidReply for anything else. */
  text(key: string): string | undefined;
  /** What stands under keys that are not known. */
  others(): Iterable<[string, Json]>;
  /** The InvalidReply for the value of a key. */
  wrong(key: string): InvalidReply;
}

function reader(data: Json, known: ReadonlyMap<string, string>, what: string): Reader {
  if (!isJsonObject(data)) throw new InvalidReply(`a ${what} that is not an object`);
  const values = new Map<string, Json>();
  const others: [string, Json][] = [];
  for (const [key, value] of Object.entries(data)) {
    const name = known.get(key.toLowerCase());
    if (name === undefined) others.push([key, value]);
    // An exact key beats one in another case, whichever comes first.
    else if (name === key || !values.has(name)) values.set(name, value);
  }
  const wrong = (key: string): InvalidReply => new InvalidReply(`a ${what} with an invalid \`${key}\``);
  return {
    value: (key) => values.get(key),
    id() {
      const id = values.get("id");
      if (id === undefined || id === null || id === "") throw new InvalidReply(`a ${what} without \`id\``);
      if (typeof id !== "string" || !isUsableId(id)) throw wrong("id");
      return id;
    },
    text(key) {
      const value = values.get(key) ?? undefined;
      if (value !== undefined && typeof value !== "string") throw wrong(key);
      return value;
    },
    others: () => others,
    wrong,
  };
}

/** Ids go into paths and comparisons: nothing invisible, no blank at an end, nothing that a path would resolve. */
function isUsableId(id: string): boolean {
  return id === id.trim() && id !== "." && id !== ".." && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u.test(id);
}

function readFields(read: Reader, facts: readonly NamedField[]): Map<string, Json> {
  const fields = new Map<string, Json>();
  for (const fact of facts) {
    const [first = "", ...rest] = fact.path.slice(1).split("/");
    let value = read.value(first);
    for (const key of rest) {
      if (value !== undefined && value !== null && !isJsonObject(value)) throw read.wrong(first);
      value = isJsonObject(value) ? member(value, key) : undefined;
    }
    if (value === undefined) continue;
    const typed = asType(value, fact.type);
    if (!hasType(typed, fact.type)) throw read.wrong(fact.name);
    fields.set(fact.name, typed);
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

/** A field without a value may be `null`; a text may come as a number, e.g. an account id of digits. */
function hasType(value: Json, type: FieldFact["type"]): boolean {
  if (value === null || type === "json") return true;
  if (type === "string") return typeof value === "string" || typeof value === "number";
  return type === "boolean" ? typeof value === "boolean" : Number.isSafeInteger(value);
}

function asBoolean(value: Json): Json {
  if (typeof value !== "string") return value;
  const text = value.toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}

function readIsParent(read: Reader): boolean {
  const value = asBoolean(read.value("isParent") ?? false);
  if (typeof value !== "boolean") throw read.wrong("isParent");
  return value;
}

/** A list that is not understood in full is not understood: a role that is left out here would be taken away by a later replace. */
function readRoles(read: Reader): readonly RoleId[] | undefined {
  const value = read.value("roles");
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw read.wrong("roles");
  return value.map((role: Json) => {
    if (typeof role !== "string" || role === "" || !isUsableId(role)) throw read.wrong("roles");
    return toRoleId(role);
  });
}
