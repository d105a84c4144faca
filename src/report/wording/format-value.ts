import { isSecret, isUnknown, toJson } from "../../model/customer/value.ts";
import type { Before, DesiredValue, PlainValue } from "../../model/customer/value.ts";

/** A desired value; a secret by its name only. */
export function formatDesiredValue(desiredValue: DesiredValue): string {
  return isSecret(desiredValue) ? `secret ${desiredValue.secret}` : formatValue(desiredValue);
}

/** What Dimensions has; undefined: the object does not exist yet. */
export function formatBefore(before: Before | undefined): string {
  if (before === undefined) return "(none)";
  return isUnknown(before) ? "(not shown)" : formatValue(before);
}

/** A value as a person reads it: texts in quotation marks, lists and objects as JSON on one line. */
function formatValue(value: PlainValue): string {
  return JSON.stringify(toJson(value));
}
