import type { Json } from "../../model/json/json.ts";
import { isJsonObject } from "../../model/json/json.ts";
import { Refusal } from "./envelope.ts";
import type { Leaf, Shape } from "./shapes.ts";
import type { Fields } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** Which booleans count (A5). */
export type BooleanEncoding = Switches["patchBooleans"];

/** The value as the service would store it; refuses with 400 what has another type or is too long. */
export function storedValue(name: string, of: Leaf | Shape, value: Json, booleans: BooleanEncoding): Json {
  switch (of.type) {
    case "any":
      return value;
    case "boolean":
      return storedBoolean(value, booleans);
    case "integer":
      return storedInteger(value);
    case "string":
      return storedString(name, of, value);
    case "roles":
      if (!isStringList(value)) throw invalidTarget(value);
      return value;
    case "object":
      return value === null ? null : storedObject(of, value, booleans);
  }
}

/** Whether every item of the list is a text. */
export function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** The literal ASP.NET answer to a value of the wrong type. */
export function invalidTarget(value: Json): Refusal {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new Refusal(400, `The value '${shown.slice(0, 200)}' is invalid for target location.`);
}

function storedBoolean(value: Json, form: BooleanEncoding): boolean {
  if (typeof value === "boolean" && form !== "string") return value;
  if (typeof value === "string" && form !== "json" && /^(true|false)$/i.test(value)) {
    return value.toLowerCase() === "true";
  }
  throw invalidTarget(value);
}

function storedInteger(value: Json): number {
  const number = typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0) throw invalidTarget(value);
  return number;
}

function storedString(name: string, of: Leaf & { readonly type: "string" }, value: Json): Json {
  if (value === null && !of.required) return null;
  if (typeof value !== "string") throw invalidTarget(value);
  if (of.required && value.trim() === "") throw new Refusal(400, `The ${name} field is required.`);
  if (of.max !== undefined && value.length > of.max) {
    throw new Refusal(400, `The field ${name} must be a string with a maximum length of ${of.max}.`);
  }
  return value;
}

function storedObject(of: Shape, value: Json, booleans: BooleanEncoding): Json {
  if (!isJsonObject(value)) throw invalidTarget(value);
  const stored: Fields = {};
  for (const [key, item] of Object.entries(value)) {
    const member = of.members.get(key.toLowerCase());
    if (member) stored[member.name] = storedValue(member.name, member.of, item, booleans);
  }
  return stored;
}
