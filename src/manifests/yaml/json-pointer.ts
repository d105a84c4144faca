import { isJsonObject, type Json } from "../../model/json.ts";
import type { Path } from "../manifest-diagnostic.ts";

/** A JSON pointer as a path: a segment is an index where the value is a list. */
export function parsePointer(pointer: string, root: Json): Path {
  const path: (string | number)[] = [];
  let node: Json | undefined = root;
  for (const raw of pointer.split("/").slice(1)) {
    const part = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(node) ? Number(part) : part);
    node = valueAt(node, path.slice(-1));
  }
  return path;
}

/** The value at a path; undefined when it does not exist. */
export function valueAt(root: Json | undefined, path: Path): Json | undefined {
  let node = root;
  for (const part of path) {
    if (Array.isArray(node) && typeof part === "number") node = node[part];
    else if (isJsonObject(node) && typeof part === "string" && Object.hasOwn(node, part)) node = node[part];
    else return undefined;
  }
  return node;
}

/** The keys known at an instance path: its indices and free keys stand as `*` in the table. */
export function keysAt(
  keys: Readonly<Record<string, readonly string[]>>,
  instancePath: string,
): readonly string[] {
  const parts = instancePath.split("/");
  const matches = (pattern: string): boolean => {
    const wanted = pattern.split("/");
    return (
      wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index])
    );
  };
  return Object.entries(keys).find(([pattern]) => matches(pattern))?.[1] ?? [];
}
