import type { Before, DesiredValue, ObjectValue, PlainValue, SecretValue, UnknownValue } from "#schemas/plan";
import { isJsonObject, type Json } from "../json/json.ts";

/**
 * The one form of a value from the manifest to the plan document and the wire: itself, or `{ secret: NAME }`. An object is
 * wrapped as `{ value }`, so that it cannot be taken for a secret, or for what Dimensions does not show.
 */
export type { Before, DesiredValue, PlainValue, SecretValue } from "#schemas/plan";

/** Whether only the name of the value is known: the value itself is never in a plan. */
export function isSecret(value: DesiredValue): value is SecretValue {
  return isJsonObject(value) && "secret" in value;
}

/** Whether Dimensions does not show the field. */
export function isUnknown(before: Before | undefined): before is UnknownValue {
  return isJsonObject(before) && "unknown" in before;
}

/** A value as a plan holds it. */
export function toPlainValue(json: Json): PlainValue {
  return isJsonObject(json) ? { value: json } : json;
}

/** The value itself, as the service knows it. */
export function toJson(value: PlainValue): Json {
  return isObjectValue(value) ? value.value : value;
}

/** A desired value itself; undefined for a secret. */
export function plainJson(value: DesiredValue | undefined): Json | undefined {
  return value === undefined || isSecret(value) ? undefined : toJson(value);
}

function isObjectValue(value: PlainValue): value is ObjectValue {
  return isJsonObject(value);
}
