import type { Json } from "../json.ts";
import type { SecretName } from "../ids.ts";
import type { Origin } from "../diagnostic.ts";

/** What a manifest may declare for a field: a value, or the name of a secret whose value is never in a plan. */
export type DesiredValue =
  | { readonly kind: "plain"; readonly value: Json }
  | { readonly kind: "secret"; readonly name: SecretName };

/** A desired field and where it was written. */
export interface DesiredField {
  readonly value: DesiredValue;
  readonly origin: Origin;
}

/** Fields by their manifest name (`features.agent` for nested ones). An absent key is unmanaged: never compared. */
export type DesiredFields = ReadonlyMap<string, DesiredField>;

/** Fields as the service reports them, by manifest name. An absent key is unknown: neither equal nor different (A6). */
export type ObservedFields = ReadonlyMap<string, Json>;
