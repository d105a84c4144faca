import type { FieldChange } from "../../model/plan/change.ts";
import type { DesiredValue } from "../../model/customer/fields.ts";
import type { Json } from "../../model/json.ts";

/** A value as a person reads it: texts in quotation marks, lists and objects as JSON on one line. */
function formatValue(value: Json | undefined): string {
  return value === undefined ? "(none)" : JSON.stringify(value);
}

/** What a manifest wishes; a secret by its name only. */
export function formatDesiredValue(desiredValue: DesiredValue): string {
  return desiredValue.kind === "secret" ? `secret ${desiredValue.name}` : formatValue(desiredValue.value);
}

/** What Dimensions has. */
export function formatBefore(before: FieldChange["before"]): string {
  switch (before.kind) {
    case "value":
      return formatValue(before.value);
    case "unknown":
      return "(not shown)";
    case "none":
      return "(none)";
  }
}
