import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** What is small stays small: limits without exceptions. */

const ROOT = join(import.meta.dirname, "..", "..");
const FILE_LINES = 200;
const FUNCTION_LINES = 60;
const FOLDER_ENTRIES = 12;

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /^(?:src|test|schemas|\.github)\//.test(file) && existsSync(join(ROOT, file)))
  // A scenario is a folder of texts, made by hand or by the program.
  .filter((file) => !/^test\/scenarios\/[^/]+\//.test(file));
const code = files.filter((file) => /\.(?:ts|mjs)$/.test(file));

describe("sizes", () => {
  test("no file has more than 200 lines", () => {
    const lengths = code.map((file) => [file, countLines(read(file))] as const);
    expect(above(lengths, FILE_LINES)).toEqual([]);
  });

  test("no function has more than 60 lines, the callbacks of describe apart", () => {
    const lengths = longFunctions();
    expect(above(lengths, FUNCTION_LINES)).toEqual([]);
  });

  test("no folder has more than twelve entries", () => {
    const entries = new Map<string, Set<string>>();
    for (const file of files) {
      for (let path = file; dirname(path) !== "."; path = dirname(path))
        entries.set(dirname(path), (entries.get(dirname(path)) ?? new Set()).add(path));
    }
    const crowded = [...entries].filter(([, paths]) => paths.size > FOLDER_ENTRIES);
    expect(crowded.map(([folder]) => folder)).toEqual([]);
  });
});

describe("names", () => {
  test("a number that is a time says its unit", () => {
    const found = files
      .filter((file) => /^src\/.*\.ts$/.test(file))
      .flatMap((file) => [...read(file).matchAll(TIME)].map((match) => `${file}: ${match[1]}`));
    expect(found.filter((one) => !TIMES_WITHOUT_UNIT.includes(one))).toEqual([]);
  });
});

/** A member, parameter or constant that is a duration by its name and a number by its type, without Ms or Seconds at its end. */
const TIME =
  /\b(\w*(?:timeout|delay|duration|lifetime|grace|patience|settletime|interval)|GRACE|\w*(?:_TIME|_TIMEOUT|_DELAY|_GRACE))\b(?=\??: number\b| = [\d_]+(?: \*|;))/gi;

/** The emulator's `delay` is a share of the requests. */
const TIMES_WITHOUT_UNIT: readonly string[] = ["src/emulator/faults/fault-plan.ts: delay"];

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function countLines(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

/** `file: lines` of what is above a limit. */
function above(
  lengths: readonly (readonly [name: string, lines: number])[],
  limit: number,
): readonly string[] {
  return lengths
    .filter(([, lines]) => lines > limit)
    .map(([name, lines]) => `${name}: ${lines}`)
    .toSorted();
}

/** Every function that the linter finds too long, by its file and its first line. */
function longFunctions(): readonly (readonly [name: string, lines: number])[] {
  const { stdout } = spawnSync(
    join(ROOT, "node_modules", ".bin", "oxlint"),
    ["--config", join(import.meta.dirname, "sizes.oxlintrc.json"), "--format", "json", "src", "test"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  return diagnostics
    .map(({ filename, message, labels: [label] }) => {
      const line = read(filename).split("\n")[(label?.span.line ?? 1) - 1]?.trim() ?? "";
      return { filename, line, lines: Number(/\((\d+)\)/.exec(message)?.[1]) };
    })
    .filter(({ line }) => !/^(?:describe\b|\)\("|["`])/.test(line))
    .map(({ filename, line, lines }) => [`${filename} ${line}`, lines] as const);
}

interface Diagnostic {
  readonly filename: string;
  readonly message: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}
