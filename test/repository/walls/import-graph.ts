/** The imports of a set of sources, read from their text: those of values and of types, static and at run time. */

/** One import: from a file of `src/` to another one, or to a package. */
export interface Import {
  readonly from: string;
  /** The path of a file, as it is relative to the repository; or the specifier of a package. */
  readonly to: string;
  readonly isPackage: boolean;
}

/** Every import of every source, `sources` being the texts by path. */
export function readImports(sources: ReadonlyMap<string, string>): readonly Import[] {
  return [...sources].flatMap(([from, text]) =>
    readSpecifiers(text).map((specifier) => {
      const isPackage = !specifier.startsWith(".");
      return { from, to: isPackage ? specifier : resolveFrom(from, specifier), isPackage };
    }),
  );
}

const STATEMENT =
  /^(?:import|export)\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?|\{[^}]*\})\s+from\s+"([^"]+)"/gm;
const SIDE_EFFECT = /^import\s+"([^"]+)"/gm;
/** `import("x")` as a value, and `import("x").T` as a type. */
const INLINE = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** What a source imports. A word of import that is not understood is an error of this reader, and thrown. */
export function readSpecifiers(text: string): readonly string[] {
  const found = [STATEMENT, SIDE_EFFECT, INLINE].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? ""),
  );
  const words = [...text.matchAll(/^(?:import\b|export\s[^=(;]*\sfrom\b)|\bimport\(|\bcreateRequire\b/gm)];
  if (words.length !== found.length)
    throw new Error(`${words.length} words of import, and ${found.length} that are understood`);
  return found;
}

/** `../a/b.ts` seen from `src/c/d.ts`. */
function resolveFrom(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The circles of imports, each once, as the files on it. */
export function findCircles(imports: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isPackage } of imports)
    if (!isPackage) targets.set(from, [...(targets.get(from) ?? []), to]);
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}
