import type { FieldFact, NamedField } from "../../model/customer/field-fact.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import { InvalidReply } from "./invalid-reply.ts";

/** Reads one object of a reply by the keys that are known, without regard to their case when not exactly. */
export interface Reader {
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

/** `what` is how its faults name the object. Throws an InvalidReply for anything else than an object. */
export function reader(data: Json, known: ReadonlyMap<string, string>, what: string): Reader {
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
export function isUsableId(id: string): boolean {
  return id === id.trim() && id !== "." && id !== ".." && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u.test(id);
}

/** The fields that the object shows, in the types of their table. Throws an InvalidReply for a value of another type. */
export function readFields(read: Reader, facts: readonly NamedField[]): Map<string, Json> {
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

/** A text `true` or `false` as what it says (A5); everything else as it is. */
export function asBoolean(value: Json): Json {
  if (typeof value !== "string") return value;
  const text = value.toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}
