import { equalJson, isJsonObject, type Json } from "../../model/json/json.ts";
import { pointerSegments } from "../../model/json/json-pointer.ts";
import { Refusal } from "./envelope.ts";
import { changeList, findItem } from "./json-patch-list.ts";
import type { Shape } from "./shapes.ts";
import type { Fields } from "../world/state.ts";
import { invalidTarget, isStringList, storedValue, type BooleanEncoding } from "./values.ts";

type Verb = "add" | "replace" | "remove" | "test";
interface Operation {
  readonly op: Verb;
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/**
 * A copy of `fields` with an RFC 6902 document applied the way ASP.NET does: property names without regard to case, `-` is
 * the last item for replace and remove, its messages to the letter (CONTRACT.md section 3). All operations or none.
 */
export function patched(fields: Fields, document: Json, shape: Shape, booleans: BooleanEncoding): Fields {
  const diff = { ...fields };
  for (const operation of parseOperations(document)) applyOne(diff, operation, shape, booleans);
  return diff;
}

/** The literal ASP.NET answer to a property that the document does not have. */
function segmentNotFound(segment: string): Refusal {
  return new Refusal(400, `The target location specified by path segment '${segment}' was not found.`);
}

function parseOperations(document: Json): readonly Operation[] {
  if (!Array.isArray(document)) throw malformed();
  return document.map((row: Json) => {
    if (!isJsonObject(row) || typeof row.path !== "string" || typeof row.op !== "string") throw malformed();
    const op = row.op.toLowerCase();
    if (op !== "add" && op !== "replace" && op !== "remove" && op !== "test") throw malformed();
    if (op !== "remove" && row.value === undefined) throw malformed();
    return { op, path: parseSegments(row.path), value: row.value };
  });
}

function malformed(): Refusal {
  return new Refusal(400, "The JSON patch document was malformed and could not be parsed.");
}

function parseSegments(path: string): readonly string[] {
  return pointerSegments(path.startsWith("/") ? path : `/${path}`);
}

function applyOne(diff: Fields, operation: Operation, shape: Shape, booleans: BooleanEncoding): void {
  const [segment = "", ...rest] = operation.path;
  const member = shape.members.get(segment.toLowerCase()) ?? openMember(shape, segment);
  const current = diff[member.name];
  if (rest.length === 0) {
    diff[member.name] = propertyAfter(operation, member, current, booleans);
  } else if (member.of.type === "roles") {
    if (rest.length > 1) throw segmentNotFound(rest[1] ?? "");
    diff[member.name] = listAfter(operation, current, rest[0] ?? "");
  } else if (member.of.type === "object") {
    const inner: Fields = isJsonObject(current) ? { ...current } : {};
    applyOne(inner, { ...operation, path: rest }, member.of, booleans);
    diff[member.name] = inner;
  } else {
    throw segmentNotFound(rest[0] ?? "");
  }
}

function openMember(shape: Shape, segment: string): { name: string; of: { type: "any" } } {
  if (!shape.open || segment === "" || segment === "__proto__") throw segmentNotFound(segment);
  return { name: segment, of: { type: "any" } };
}

function propertyAfter(
  operation: Operation,
  member: { readonly name: string; readonly of: Parameters<typeof storedValue>[1] },
  current: Json | undefined,
  booleans: BooleanEncoding,
): Json {
  const { op, value = null } = operation;
  if (op === "remove") return removed(member.name, member.of);
  const stored = storedValue(member.name, member.of, value, booleans);
  if (op === "test" && !equalJson(stored, current)) throw unequal(operation, current);
  return stored;
}

/** Removing a property sets it to its type's default. */
function removed(name: string, of: Parameters<typeof storedValue>[1]): Json {
  if (of.type === "boolean") return false;
  if (of.type === "integer") return 0;
  if (of.type === "roles") return [];
  if (of.type === "string" && of.required) throw new Refusal(400, `The ${name} field is required.`);
  return null;
}

function listAfter(operation: Operation, current: Json | undefined, segment: string): readonly string[] {
  const items = isStringList(current) ? current : [];
  const { op, value } = operation;
  if (op === "remove") return changeList(items, { op, segment });
  if (typeof value !== "string") throw invalidTarget(value ?? null);
  if (op !== "test") return changeList(items, { op, segment, value });
  if (findItem(items, segment) !== value) throw unequal(operation, findItem(items, segment));
  return items;
}

function unequal(operation: Operation, current: Json | undefined): Refusal {
  const path = operation.path.join("/");
  return new Refusal(
    400,
    `The current value '${shown(current)}' at path '${path}' is not equal to the test value '${shown(operation.value)}'.`,
  );
}

function shown(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
