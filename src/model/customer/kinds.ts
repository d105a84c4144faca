import { pointerOf } from "../json/json-pointer.ts";
import type { FieldFact, KeyFact, NamedField } from "./field-fact.ts";
import { CUSTOMER_KEYS, PBX_KEYS, USER_KEYS } from "./field-tables.ts";

/** The three kinds of object that a manifest declares, in the order in which they can exist. */
export type Kind = "customer" | "pbx" | "user";

/** The fields of a customer. */
export const CUSTOMER_FIELDS = listFields(CUSTOMER_KEYS);
/** The fields of a PBX; `settings` of a manifest become fields of their own name behind these. */
export const PBX_FIELDS = listFields(PBX_KEYS);
/** The fields of a user. */
export const USER_FIELDS = listFields(USER_KEYS);

/** Keys of a PBX on the wire that are no fields: no setting can have such a name. */
export const PBX_SERVICE_KEYS = ["_type", "id", "tenantId"] as const;

/** The fields whose value a manifest may leave to the name of a secret. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set(
  [...CUSTOMER_FIELDS, ...PBX_FIELDS, ...USER_FIELDS].filter(holdsSecret).map(({ name }) => name),
);

/** Whether the field is a secret: a manifest may name it, and none that is imported shows it. */
export function holdsSecret({ secret }: FieldFact): boolean {
  return secret === "named" || secret === "either";
}

/** The fact of a field; a PBX setting that the table does not know is a free JSON field of its own name. */
export function fieldFact(kind: Kind, name: string): NamedField {
  return (
    BY_NAME[kind].get(name) ?? {
      name,
      path: pointerOf([name]),
      type: "json",
      shown: "rich",
    }
  );
}

/** Whether what is written to this JSON Patch path must not show in an error: secrets, and all settings of a PBX. */
export function isMasked(kind: Kind, path: string): boolean {
  const known = FIELDS[kind].find((field) => field.path === path);
  return known === undefined ? kind === "pbx" : known.secret !== undefined;
}

const FIELDS = {
  customer: CUSTOMER_FIELDS,
  pbx: PBX_FIELDS,
  user: USER_FIELDS,
} as const satisfies Record<Kind, readonly NamedField[]>;

const BY_NAME = {
  customer: byName(CUSTOMER_FIELDS),
  pbx: byName(PBX_FIELDS),
  user: byName(USER_FIELDS),
} as const satisfies Record<Kind, ReadonlyMap<string, NamedField>>;

function byName(fields: readonly NamedField[]): ReadonlyMap<string, NamedField> {
  return new Map(fields.map((field) => [field.name, field]));
}

/** The rows of a table that are fields, in its order. */
function listFields<Name extends string>(
  table: Readonly<Record<Name, KeyFact>>,
): readonly NamedField<Name>[] {
  const isName = (key: string): key is Name => Object.hasOwn(table, key);
  return Object.keys(table)
    .filter(isName)
    .flatMap((name) => {
      const fact: KeyFact = table[name];
      return "structure" in fact ? [] : [{ name, ...fact }];
    });
}
