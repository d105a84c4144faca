import { isJsonObject, type Json, type JsonObject } from "../../model/json/json.ts";
import { Refusal } from "./envelope.ts";
import type { Shape } from "./shapes.ts";
import type { Fields } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";
import { storedValue } from "./values.ts";

/**
 * A create body as the service reads it: keys without regard to case, values of the right type and length, unknown keys
 * ignored or refused (A2). `handled` keys (lower case) are someone else's.
 */
export function bound(
  body: Json,
  shape: Shape,
  unknownKeys: Switches["unknownKeys"],
  handled: readonly string[] = [],
): Fields {
  const fields: Fields = {};
  for (const [key, value] of Object.entries(objectBody(body))) {
    const member = shape.members.get(key.toLowerCase());
    if (handled.includes(key.toLowerCase())) continue;
    if (member) fields[member.name] = storedValue(member.name, member.of, value, "both");
    else if (shape.open && key !== "__proto__") fields[key] = value;
    else if (unknownKeys === "refused") throw unknownKey(key);
  }
  for (const { name, of } of shape.members.values()) {
    if (of.type === "string" && of.required && fields[name] === undefined) {
      throw new Refusal(400, `The ${name} field is required.`);
    }
  }
  return fields;
}

/** The body when it is an object; 400 when not. */
export function objectBody(body: Json): JsonObject {
  if (!isJsonObject(body)) throw new Refusal(400, "A non-empty request body is required.");
  return body;
}

/** The value of a key in any case, and the key as it was written. */
export function findMember(body: JsonObject, name: string): { key: string; value: Json } | undefined {
  const lower = name.toLowerCase();
  const key = Object.keys(body).find((candidate) => candidate.toLowerCase() === lower);
  const value = key === undefined ? undefined : body[key];
  return key === undefined || value === undefined ? undefined : { key, value };
}

/** The answer to a key that the service does not know, when it minds. */
export function unknownKey(key: string): Refusal {
  return new Refusal(400, `Could not find member '${key.slice(0, 100)}' on the request object.`);
}
