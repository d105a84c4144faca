import { defined } from "../../model/json/defined.ts";
import type { NamedField } from "../../model/customer/field-fact.ts";
import {
  toEmailKey,
  toPbxId,
  toRoleId,
  toTenantId,
  toUserId,
  type RoleId,
  type TenantId,
} from "../../model/ids.ts";
import { isJsonObject, type Json } from "../../model/json/json.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, PBX_SERVICE_KEYS, USER_FIELDS } from "../../model/customer/kinds.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import type { InstanceCheckResult, LiveCustomer } from "../api.ts";
import { InvalidReply } from "./invalid-reply.ts";
import { asBoolean, isUsableId, reader, readFields, type Reader } from "./reader.ts";

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
