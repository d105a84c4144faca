import type { FieldFact, NamedField } from "../../model/customer/field-fact.ts";
import { CUSTOMER_FIELDS, PBX_FIELDS, USER_FIELDS } from "../../model/customer/kinds.ts";
import { pbxTypeOf } from "../../model/customer/pbx-types.ts";
import { defined } from "../../model/json/defined.ts";

/**
 * The documents of the service as ASP.NET would declare them: what a create body or a JSON Patch may name. The names, types
 * and lengths are those of the field tables; what is done with them is the emulator's own.
 */

/** A value without members. `max` counts characters. */
export type Leaf =
  | { readonly type: "string"; readonly max?: number; readonly required?: true }
  | { readonly type: "boolean" | "integer" | "roles" | "any" };

interface Member {
  /** As the service spells it. */
  readonly name: string;
  readonly of: Leaf | Shape;
}

/** An object and the members that it may have. */
export interface Shape {
  readonly type: "object";
  /** By lower-case name: property names are matched without regard to case. */
  readonly members: ReadonlyMap<string, Member>;
  /** Names that no page documents are kept as they come. */
  readonly open: boolean;
}

/** Longer texts are refused in a field of which no page says how long it may be. */
const UNDOCUMENTED_MAX = 500;

/** CONTRACT.md section 4.1. */
export const CUSTOMER_SHAPE = shape({ ...members(CUSTOMER_FIELDS), reference: { type: "string", max: 200 } });

/** Section 5.1. */
export const USER_SHAPE = shape({ ...members(USER_FIELDS), roles: { type: "roles" } });

const KAZOO_SHAPE = shape(
  members(PBX_FIELDS.filter(({ onlyFor }) => onlyFor === undefined || onlyFor.includes("kazoo"))),
);
/** The rest of a 3CX profile, and every other type, was NOT SEEN (section 6): what comes is kept. */
const OPEN_PBX_SHAPE = shape(members(PBX_FIELDS), true);

/** The shape of a PBX profile by its `_type`. */
export function pbxShape(wireType: string): Shape {
  return pbxTypeOf(wireType) === "kazoo" ? KAZOO_SHAPE : OPEN_PBX_SHAPE;
}

/** The members that the fields are on the wire: `/features/agent` is a member of an object of its own. */
function members(fields: readonly NamedField[], depth = 1): Readonly<Record<string, Leaf | Shape>> {
  const names = new Set(fields.map(({ path }) => path.split("/")[depth] ?? ""));
  return Object.fromEntries(
    [...names].map((name) => {
      const inside = fields.filter(({ path }) => path.split("/")[depth] === name);
      const own = inside.find(({ path }) => path.split("/").length === depth + 1);
      return [name, own ? leaf(own) : shape(members(inside, depth + 1))] as const;
    }),
  );
}

function leaf({ type, max = UNDOCUMENTED_MAX, required }: FieldFact): Leaf {
  if (type === "json") return { type: "any" };
  return type === "string" ? { type, max, ...defined({ required }) } : { type };
}

function shape(rows: Readonly<Record<string, Leaf | Shape>>, open: boolean = false): Shape {
  const named = Object.entries(rows).map(([name, of]) => [name.toLowerCase(), { name, of }] as const);
  return { type: "object", members: new Map(named), open };
}
