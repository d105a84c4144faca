import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import type { Json } from "../../model/json/json.ts";
import { codeSpan, quoted, type Path, type Push } from "../manifest-diagnostic.ts";

const MAX_DEPTH = 40;
/** Nodes that aliases may add in all: generous for people, nothing for a bomb. */
const MAX_ALIASED = 10_000;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const PLAIN_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;
// Control characters, and those that change the direction of the text around them.
const HIDDEN = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;

interface Converted {
  readonly value: Json;
  /** How many nodes it has when every alias in it is written out. */
  readonly size: number;
}

interface Walk {
  readonly push: Push;
  readonly lineOf: LineOf;
  readonly anchors: Map<string, Converted | "open">;
  aliased: number;
}

/** The line, from 1, of an offset in the file. */
type LineOf = (offset: number) => number;

/** YAML nodes as JSON. What JSON does not know, and what is only good for an attack, is pushed as a fault and left out. */
export function toPlain(root: Node, push: Push, lineOf: LineOf): Json {
  return convert(root, [], { push, lineOf, anchors: new Map(), aliased: 0 }).value;
}

const nothing: Converted = { value: null, size: 1 };

function convert(node: unknown, path: Path, walk: Walk): Converted {
  if (isAlias(node)) return convertAlias(node, path, walk);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return nothing;
  if (path.length > MAX_DEPTH) {
    walk.push(error("too-deep", `nested more than ${MAX_DEPTH} levels deep`, path));
    return nothing;
  }
  if (node.tag !== undefined && !PLAIN_TAG.test(node.tag)) {
    walk.push(error("yaml-tag", `YAML tag ${quoted(node.tag)} is not supported`, path));
  }
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, "open");
  const converted = convertOwn(node, path, walk);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, converted);
  return converted;
}

function convertOwn(node: Node, path: Path, walk: Walk): Converted {
  if (isMap(node)) return convertMap(node, path, walk);
  if (isSeq(node)) return convertSeq(node, path, walk);
  return isScalar(node) ? convertScalar(node.value, path, walk) : nothing;
}

function convertMap(node: YAMLMap, path: Path, walk: Walk): Converted {
  const value: Record<string, Json> = {};
  const seen = new Map<string, number>();
  let size = 1;
  for (const [index, pair] of node.items.entries()) {
    const key = isScalar(pair.key) ? pair.key.value : undefined;
    if (typeof key !== "string") {
      const summary = isAlias(pair.key) ? "an alias cannot be a key" : "a key must be a string";
      // An unquoted {{ name }} is a map whose key is a map.
      const hint = isMap(pair.key)
        ? "dimctl does not expand placeholders: write the value"
        : "put the key in quotes";
      walk.push({ ...error("yaml-key", summary, [...path, index]), hint });
    } else if (isGoodKey(key, seen, [...path, key], walk)) {
      seen.set(key, offsetOf(pair.key));
      const member = convert(pair.value, [...path, key], walk);
      value[key] = member.value;
      size += member.size;
    }
  }
  return { value, size };
}

/** The offset at which a node starts. */
function offsetOf(node: unknown): number {
  return (isScalar(node) ? node.range?.[0] : undefined) ?? 0;
}

function isGoodKey(key: string, seen: ReadonlyMap<string, number>, path: Path, walk: Walk): boolean {
  const push = (code: string, summary: string, hint: string): boolean => {
    walk.push({ code, severity: "error", summary, hint, path, under: "key" });
    return false;
  };
  if (key === "<<")
    return push(
      "merge-key",
      "merge keys (`<<`) are not supported",
      "write the keys out, or use _defaults.yaml",
    );
  if (FORBIDDEN.has(key)) return push("forbidden-key", `\`${key}\` cannot be a key`, "remove it");
  if (HIDDEN.test(key))
    return push("control-character", "key contains a control character", "retype the key");
  const first = seen.get(key);
  if (first === undefined) return true;
  const summary = `${codeSpan(key)} is duplicated (first at line ${walk.lineOf(first)})`;
  return push("duplicate-key", summary, "remove one of the two");
}

function convertSeq(node: YAMLSeq, path: Path, walk: Walk): Converted {
  const items = node.items.map((item, index) => convert(item, [...path, index], walk));
  return { value: items.map((item) => item.value), size: items.reduce((sum, item) => sum + item.size, 1) };
}

function convertScalar(value: unknown, path: Path, walk: Walk): Converted {
  if (typeof value === "string") {
    if (HIDDEN.test(value))
      walk.push(error("control-character", "string contains a control character", path));
    return { value, size: 1 };
  }
  if (typeof value === "number") {
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    const hint = "put it in quotes if it is a string";
    if (!exact) walk.push({ ...error("number", "number cannot be represented exactly", path), hint });
    return { value: exact ? value : null, size: 1 };
  }
  return { value: typeof value === "boolean" ? value : null, size: 1 };
}

/** An alias repeats what its anchor holds; the value is shared, never copied, and its size is counted. */
function convertAlias(node: Alias, path: Path, walk: Walk): Converted {
  const target = walk.anchors.get(node.source);
  if (target === undefined || target === "open") {
    const why = target === "open" ? "refers to itself" : "has no anchor before it";
    walk.push(error("yaml-alias", `alias ${quoted(`*${node.source}`)} ${why}`, path));
    return nothing;
  }
  const before = walk.aliased;
  walk.aliased += target.size;
  if (walk.aliased <= MAX_ALIASED) return target;
  if (before <= MAX_ALIASED) {
    walk.push(error("alias-bomb", `aliases expand to more than ${MAX_ALIASED} values`, path));
  }
  return nothing;
}

const error = (code: string, summary: string, path: Path) =>
  ({ code, severity: "error", summary, path, under: "value" }) as const;
