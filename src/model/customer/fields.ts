import type { Json } from "../json.ts";
import type { Origin } from "../diagnostic.ts";
import type { DesiredValue } from "./value.ts";

/** A desired field and where it was written. */
export interface DesiredField {
  readonly value: DesiredValue;
  readonly origin: Origin;
}

/** Fields by their manifest name (`features.agent` for nested ones). An absent key is unmanaged: never compared. */
export type DesiredFields = ReadonlyMap<string, DesiredField>;

/** Fields as the service reports them, by manifest name. An absent key is unknown: neither equal nor different (A6). */
export type ObservedFields = ReadonlyMap<string, Json>;

/** One row of a kind's table: how a manifest field is called on the wire and when it may be written. */
export interface FieldFact {
  /** The manifest name, e.g. `features.agent`. */
  readonly name: string;
  /** The JSON Patch path, e.g. `/features/agent`; its segments are also the keys of a create body. */
  readonly path: string;
  readonly type: "string" | "boolean" | "integer" | "json";
  /** Sent with a create only; a difference afterwards is not a change (`trialDuration`). */
  readonly createOnly?: true;
}
