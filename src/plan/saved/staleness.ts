import jsonpatch from "fast-json-patch";
import { canonicalJson, equalJson } from "../../model/json/json.ts";
import type { Change } from "../../model/plan/change.ts";

const { compare, unescapePathComponent } = jsonpatch;

/**
 * What a change took for granted when it was approved and is different now, as sentences: the JSON diff of the fields and
 * roles that the two plans found before the change.
 */
export function describeStaleness(approved: Change, fresh: Change): readonly string[] {
  const was = preconditions(approved);
  const now = preconditions(fresh);
  const staleness = new Set(compare(was, now).map(({ path }) => firstSegment(path)));
  return [...staleness]
    .filter((name) => Object.hasOwn(now, name))
    .map((name) => {
      if (!Object.hasOwn(was, name)) {
        return `${objectName(fresh)}: ${name} is ${shown(now[name])}, and changing it is not part of the plan`;
      }
      const verbs = name === ROLES ? ["are", "were"] : ["is", "was"];
      return `${objectPrefix(fresh)}${name} ${verbs[0]} now ${shown(now[name])}, ${verbs[1]} ${shown(was[name])}`;
    });
}

/** An object as a sentence calls it. */
export function objectName({ kind, key }: Pick<Change, "kind" | "key">): string {
  return kind === "customer" ? "the customer" : key.replace(/^pbx:/, "PBX ").replace(/^user:/, "user ");
}

const ROLES = "roles";
const NOT_THERE = { none: true };
const NOT_SHOWN = { unknown: true };

/** Every field as it was before the change, by name; and the roles. */
function preconditions(change: Change): Readonly<Record<string, unknown>> {
  const roles = change.kind === "user" ? change.roles : undefined;
  const before = change.fields.map(({ name, before: value }) => [name, value ?? NOT_THERE]);
  const held = roles ? [[ROLES, roles.held?.toSorted().join(", ") ?? NOT_SHOWN]] : [];
  return Object.fromEntries([...before, ...held]);
}

/** The first segment of a JSON Pointer: a difference deep in a value is a difference of its field. */
function firstSegment(path: string): string {
  return unescapePathComponent(path.split("/")[1] ?? "");
}

function objectPrefix(change: Change): string {
  return change.kind === "customer" ? "" : `${objectName(change)}: `;
}

function shown(before: unknown): string {
  if (equalJson(before, NOT_THERE)) return "not set";
  if (equalJson(before, NOT_SHOWN)) return "not shown";
  return typeof before === "string" ? `"${before}"` : canonicalJson(before);
}
