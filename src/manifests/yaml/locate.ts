import { isMap, isNode, isScalar, isSeq } from "yaml";
import { defined } from "../../model/json/defined.ts";
import type { Position, Diagnostic } from "../../model/diagnostic.ts";
import { excerpt } from "./excerpt.ts";
import type { ManifestDiagnostic, Path } from "../manifest-diagnostic.ts";
import { linePosition, type Source } from "./source.ts";

/**
 * Where a path is in its file: under the key of its last segment, or under its value. A path that does not exist
 * leads to the nearest thing around it that is.
 */
export function locatePath(source: Source, path: Path, under: ManifestDiagnostic["under"]): Position {
  return { file: source.file, ...linePosition(source.lines, findOffset(source, path, under)) };
}

function findOffset(source: Source, path: Path, under: ManifestDiagnostic["under"]): number {
  let node: unknown = source.document.contents;
  let offset = nodeStart(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const step = descend(node, part, under === "key" && depth === path.length - 1);
    if (step === undefined) return offset;
    offset = step.offset ?? offset;
    node = step.node;
  }
  return offset;
}

interface Step {
  readonly node: unknown;
  readonly offset: number | undefined;
}

function descend(node: unknown, part: string | number, underKey: boolean): Step | undefined {
  if (isMap(node)) {
    // The last of duplicates: the one that a duplicate-key problem is about. A number names a pair without a text key.
    const pair =
      typeof part === "number"
        ? node.items[part]
        : node.items.findLast((item) => isScalar(item.key) && item.key.value === part);
    if (pair === undefined) return undefined;
    const key = nodeStart(pair.key);
    const value = nodeStart(pair.value);
    return { node: pair.value, offset: underKey || typeof part === "number" ? key : (value ?? key) };
  }
  if (isSeq(node) && typeof part === "number") {
    const item = node.items[part];
    return item === undefined ? undefined : { node: item, offset: nodeStart(item) };
  }
  return undefined;
}

const nodeStart = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** The fault with its place and its line, ready to be shown. */
export function toProblem(fault: ManifestDiagnostic, source: Source, path: Path = fault.path): Diagnostic {
  const at = locatePath(source, path, fault.under);
  return {
    code: fault.code,
    severity: fault.severity,
    summary: fault.summary,
    ...defined({ hint: fault.hint }),
    at,
    excerpt: excerpt(source.text, at.line, at.column, fault.conceal === true),
  };
}
