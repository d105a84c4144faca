import type { Json } from "../json/json.ts";
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
