import { isJsonObject, type Json } from "./json.ts";

/** JSON pointers (RFC 6901), and the path of names and indices that one means in a value. */

/** The segments of a pointer, unescaped; a pointer to the whole value has none. */
export function pointerSegments(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer of these segments. */
export function pointerOf(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The path that a pointer means in a value: a segment is an index where the value is a list. */
export function parsePointer(pointer: string, root: Json): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let node: Json | undefined = root;
  for (const segment of pointerSegments(pointer)) {
    path.push(Array.isArray(node) ? Number(segment) : segment);
    node = valueAt(node, path.slice(-1));
  }
  return path;
}

/** The value at a path; undefined when it is not there. */
export function valueAt(root: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let node = root;
  for (const part of path) {
    if (Array.isArray(node) && typeof part === "number") node = node[part];
    else if (isJsonObject(node) && typeof part === "string" && Object.hasOwn(node, part)) node = node[part];
    else return undefined;
  }
  return node;
}
