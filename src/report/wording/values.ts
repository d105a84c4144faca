import type { FieldChange } from "../../model/plan/change.ts";
import type { Wish } from "../../model/customer/fields.ts";
import type { Json } from "../../model/json.ts";

/** A value as a person reads it: texts in quotation marks, lists and objects as JSON on one line. */
function valueWords(value: Json | undefined): string {
  return value === undefined ? "(none)" : JSON.stringify(value);
}

/** What a manifest wishes; a secret by its name only. */
export function wishWords(wish: Wish): string {
  return wish.kind === "secret" ? `secret ${wish.name}` : valueWords(wish.value);
}

/** What Dimensions has. */
export function beforeWords(before: FieldChange["before"]): string {
  switch (before.kind) {
    case "value":
      return valueWords(before.value);
    case "unknown":
      return "(not shown)";
    case "none":
      return "(none)";
  }
}
