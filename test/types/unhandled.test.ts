import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

/** A kind, a reason or a hold that is added to the plan and handled nowhere does not compile: shown on a copy of the sources. */

/** What is added, where it stands in the types of the plan, and the modules that cannot compile then. */
const ADDED: readonly (readonly [what: string, at: RegExp, added: string, modules: readonly string[]])[] = [
  ["a kind", /kind: "user"(?=\n)/g, 'kind: "user" | "planted"', ["apply", "plan", "report"]],
  ["a reason", /\| "promote"/g, '| "promote" | "planted"', ["report"]],
  ["a hold", /\| "stopped"\)/g, '| "stopped" | "planted")', ["report"]],
];

describe("what is added to the plan and handled nowhere does not compile", () => {
  test.each(ADDED)("%s", (_, at, added, modules) => {
    const copy = copySources();
    expect(compile(copy)).toEqual([]);
    expect(plant(copy, at, added)).toBeGreaterThan(0);
    expect(compile(copy)).toEqual(expect.arrayContaining([...modules]));
  });
});

function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), "dimctl-types-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of ["src", "dist/schemas", "package.json", "tsconfig.json"])
    cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const config = JSON.parse(readFileSync(join(copy, "tsconfig.json"), "utf8"));
  writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ ...config, include: ["src"] }));
  return copy;
}

/** How many places were found, in the plan's types as they are written or as they are made from the schema. */
function plant(copy: string, at: RegExp, added: string): number {
  const files = [
    ...readdirSync(join(copy, "src/model/plan")).map((name) => join(copy, "src/model/plan", name)),
    join(copy, "dist/schemas/plan.d.ts"),
  ];
  let places = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    places += [...text.matchAll(at)].length;
    writeFileSync(file, text.replace(at, added));
  }
  return places;
}

/** The modules with errors. */
function compile(copy: string): readonly string[] {
  try {
    execFileSync(resolve("node_modules/.bin/tsc"), ["-p", "tsconfig.json"], { cwd: copy, encoding: "utf8" });
    return [];
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    return [...new Set([...output.matchAll(/^src\/(\w+)\//gm)].map((match) => match[1] ?? ""))];
  }
}
