import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NEEDED_NODE, TOOL_VERSION } from "../../src/commands/frame/tool-version.ts";
import { diskFiles } from "../../src/manifests/yaml/files.ts";
import { loadManifests } from "../../src/manifests/load.ts";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../src/model/customer/roles.ts";

/** The repository checks its own text: sizes, words, examples and links. */

const ROOT = join(import.meta.dirname, "..", "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const sources = files.filter((file) => /^src\/.*(?<!\.d)\.ts$/.test(file));

describe("sources", () => {
  it("have a median of at most 90 lines", () => {
    const lengths = sources
      .map((file) => read(file).split("\n").length)
      .toSorted((left, right) => left - right);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(90);
  });

  it("say nothing that is banned", () => {
    const found = sources.flatMap((file) =>
      BANNED.filter(({ pattern }) => pattern.test(read(file))).map(({ instead }) => `${file}: ${instead}`),
    );
    expect(found).toEqual([]);
  });

  it("have no barrels and no drawers", () => {
    expect(
      sources.filter((file) => /(^|\/)(index|utils?|helpers?|misc|common)(\.ts$|\/)/.test(file)),
    ).toEqual([]);
  });

  it("switch a lint rule off only where it is counted here", () => {
    const escapes = sources.filter((file) =>
      /oxlint-disable|@ts-ignore|@ts-expect-error|v8 ignore/.test(read(file)),
    );
    expect(escapes).toEqual([]);
  });
});

const BANNED: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\b(TODO|FIXME|XXX)\b/, instead: "finish it, or file an issue" },
  { pattern: /\bconsole\./, instead: "return a string; the command prints it" },
  { pattern: /export default/, instead: "name the export" },
  { pattern: /\bas unknown as\b/, instead: "a guard" },
];

describe("examples", () => {
  it("validate without an error or a warning", async () => {
    const loaded = await loadManifests({
      folder: "customers",
      files: diskFiles(ROOT),
      catalogue: roleCatalogue(),
      dialect: DEFAULT_DIALECT,
      sharedSecrets: [],
      today: "2026-11-22",
    });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.customers).toHaveLength(5);
  });
});

describe("package", () => {
  const manifest: unknown = JSON.parse(read("package.json"));

  it("has the version that the program says", () => {
    expect(manifest).toMatchObject({ version: TOOL_VERSION });
  });

  it("asks for the Node that doctor checks", () => {
    expect(manifest).toMatchObject({ engines: { node: `>=${NEEDED_NODE.replace(/\.0$/, "")}` } });
  });

  it("pins a package exactly whose inner paths are imported", () => {
    expect(manifest).toMatchObject({ dependencies: { undici: expect.stringMatching(/^\d+\.\d+\.\d+$/) } });
  });

  it("says in the changelog what is new in its version", () => {
    expect(read("CHANGELOG.md")).toContain(`## ${TOOL_VERSION}`);
  });
});
