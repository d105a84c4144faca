import { readImports, type Import } from "./import-graph.ts";
import { GLOBALS, MODULES, NAMES, NEVER, PACKAGES } from "./rules.ts";

/** What breaks a rule, a line each: `plan/user/x.ts imports remote/api.ts: plan may import model`. Paths are those below `src/`. */
export function findViolations(sources: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...readImports(sources).flatMap((one) =>
      one.isPackage ? packageViolations(one) : moduleViolations(one),
    ),
    ...[...sources].flatMap(([file, text]) => [
      ...globalViolations(file, text),
      ...nameViolations(file, text),
    ]),
  ];
}

function moduleViolations({ from, to }: Import): readonly string[] {
  const home = moduleOf(from);
  const allowed = MODULES[home];
  if (allowed === undefined) return [`${from} is in no module that rules.ts lists`];
  if (moduleOf(to) !== home) {
    const isAllowed = allowed.some((place) => isIn(to, place));
    return isAllowed ? [] : [`${from} imports ${to}: ${home} may import ${allowed.join(", ") || "nothing"}`];
  }
  return NEVER.filter(([alcove, never]) => isIn(from, alcove) && never.some((place) => isIn(to, place))).map(
    ([alcove, never]) => `${from} imports ${to}: ${alcove} never imports ${never.join(", ")}`,
  );
}

function packageViolations({ from, to }: Import): readonly string[] {
  const name = packageName(to);
  const places = PACKAGES[name] ?? [];
  if (places.some((place) => isIn(from, place))) return [];
  return [`${from} imports ${to}: ${name} belongs to ${places.join(", ") || "nobody"}`];
}

function globalViolations(file: string, text: string): readonly string[] {
  const code = withoutComments(text);
  return GLOBALS.filter(
    ({ pattern, in: places }) => pattern.test(code) && !places.some((place) => isIn(file, place)),
  ).map(({ name, in: places }) => `${file} uses ${name}: it belongs to ${places.join(", ") || "nobody"}`);
}

function nameViolations(file: string, text: string): readonly string[] {
  const code = withoutComments(text);
  return Object.entries(NAMES)
    .filter(([place]) => isIn(file, place))
    .flatMap(([place, names]) =>
      names
        .filter((name) => new RegExp(`\\b${name}\\b`).test(code))
        .map((name) => `${file} names ${name}, which ${place} cannot ask for`),
    );
}

/** `plan` of `plan/user/x.ts`; a file of `src/` itself is a module of its own. */
const moduleOf = (file: string): string => file.split("/")[0] ?? "";

/** Whether a file is a place, or in the folder that is one. */
export const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

/** `node:fs/promises` and `undici/lib/x.js` are parts of `node:fs` and `undici`. */
const packageName = (specifier: string): string => specifier.split("/")[0] ?? "";

/** Whole lines of comment only: none of ours stands behind code. */
const withoutComments = (text: string): string => text.replaceAll(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, "");
