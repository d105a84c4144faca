import type { Json } from "../json/json.ts";
import type { PbxType } from "./pbx-types.ts";

/** What there is to know of one key of a manifest: a field of the service, or something that dimctl itself acts on. */
export type KeyFact = FieldFact | StructureFact;

/** A key that is no field. The text says what it is for. */
interface StructureFact {
  readonly structure: string;
}

/** A field of the service as a manifest declares it. */
export interface FieldFact {
  /** The JSON Patch path, e.g. `/features/agent`; its segments are also the keys of a create body and of replies. */
  readonly path: string;
  readonly type: "string" | "boolean" | "integer" | "json";
  /** The longest text that the service documents, in characters. */
  readonly max?: number;
  /** A create without it is refused, and it cannot be cleared. */
  readonly required?: true;
  /** A manifest cannot say an empty text. */
  readonly nonEmpty?: true;
  /** What the texts have to be. */
  readonly format?: "time-zone" | "country-code" | "http-address" | "websocket-address";
  /** Sent with a create only; a difference afterwards is not a change. */
  readonly createOnly?: true;
  /** Compared by its key (A14) and never as a field of its own. */
  readonly byKey?: true;
  /**
   * The value is kept out of errors and of imported manifests. `named`: a manifest names a secret and never holds it.
   * `either`: a literal is allowed. `literal`: no secret, imported as it is, but kept out of errors.
   */
  readonly secret?: "named" | "either" | "literal";
  /** More of it may cost money (CONTRACT.md section 7). */
  readonly licensed?: true;
  /** Whether reads show it: always, only where the service is generous (A6), or never. */
  readonly shown: "always" | "rich" | "never";
  /** What a new object has when its creator says nothing. Absent: inherited, or not documented. */
  readonly preset?: Json;
  /** The PBX types that have it; absent: all of them, as far as is documented. */
  readonly onlyFor?: readonly PbxType[];
  /** The PBX types that cannot be created without it. */
  readonly neededBy?: readonly PbxType[];
  /** The instance check knows the PBX by it (CONTRACT.md section 6). */
  readonly instanceId?: true;
  /** What `import` offers to fill in for a needed field that is not shown: a text, or the end of a secret's name. */
  readonly placeholder?: string;
}

/** A field and the manifest's name of it, e.g. `features.agent`. */
export interface NamedField<Name extends string = string> extends FieldFact {
  readonly name: Name;
}

/**
 * The keys of an object of a manifest, those of a group by their dotted names: `features.agent`. A list, a secret and a
 * map with free keys are one key each.
 */
export type DottedKey<T> = {
  [Key in keyof T & string]-?: IsGroup<NonNullable<T[Key]>> extends true
    ? `${Key}.${keyof NonNullable<T[Key]> & string}`
    : Key;
}[keyof T & string];

type IsGroup<V> = [V] extends [readonly unknown[] | { readonly secret: string }]
  ? false
  : [V] extends [object]
    ? string extends keyof V
      ? false
      : true
    : false;
