import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Everything that a user reads uses plain technical English and the words of the field (ARCHITECTURE.md, Wording). */

interface Banned {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Phrases that were replaced, each with its replacement. */
const PHRASES: readonly Banned[] = [
  { pattern: /\bwish(es|ed)?\b/i, instead: "desired; clears the value; removes it" },
  { pattern: /\bfor ever\b/i, instead: "permanent" },
  { pattern: /of its own accord/i, instead: "automatically" },
  { pattern: /\ball the same\b/i, instead: "still; anyway" },
  { pattern: /there (is|are) no such/i, instead: "not found" },
  { pattern: /\bstands? here\b/i, instead: "is duplicated (first at line N)" },
  { pattern: /\bstands? in\b.*\balready\b/i, instead: "already managed by FILE; skipped" },
  { pattern: /nobody asked for|no pull request asked for/i, instead: "not made through git" },
  { pattern: /\bmend(s|ed)?\b/i, instead: "fix" },
  { pattern: /\bcharges money\b|\bmay cost money\b/i, instead: "billable" },
  { pattern: /\bone admin less\b|\bis an admin no more\b/i, instead: "removes an admin; loses admin rights" },
  { pattern: /\bnot in Dimensions yet\b/i, instead: "will be created (not found in Dimensions)" },
  { pattern: /\bDimensions has other values\b/i, instead: "differs from live" },
  { pattern: /\bvalue that was last written\b/i, instead: "the value last applied" },
  { pattern: /\bNothing to change\b/i, instead: "No changes." },
  { pattern: /\bAn apply sends\b/i, instead: "About N API requests" },
  { pattern: /\bit is not clear which\b/i, instead: "ambiguous: …" },
  { pattern: /\bas (was )?wished\b/i, instead: "already up to date" },
  { pattern: /\bOnly «/, instead: 'Type "yes" to apply to ENVIRONMENT:' },
  { pattern: /[«»]/, instead: 'double quotes for values, backticks for identifiers: "x", `x`' },
  { pattern: /does not pass by itself/i, instead: "re-running will not help until they are fixed" },
  { pattern: /goes on where it stopped/i, instead: "it resumes where it stopped" },
  { pattern: /Run the same command again/i, instead: "Re-run the same command" },
  { pattern: /which was not carried out/i, instead: 'skipped: depends on "…", which failed' },
  { pattern: /\btravel (in the open|encrypted)/i, instead: "would send tokens unencrypted" },
  { pattern: /has not the expected/i, instead: "unexpected response body" },
  { pattern: /\bnobody is at the terminal/i, instead: "no interactive terminal" },
  { pattern: /\bmust be a text\b|\ba text, not\b/i, instead: "must be a string, got …" },
  { pattern: /\bof another format\b(?! version)/i, instead: "was written by another version of dimctl" },
  { pattern: /\bhas a bug\b|\bour bug\b/i, instead: "unexpected error; please report it" },
  { pattern: /\bno host said\b/i, instead: "no server time available" },
  { pattern: /a line each with its remedy/i, instead: "one line per check, with a fix" },
  { pattern: /\bin flight at most\b/i, instead: "maximum concurrent requests" },
  { pattern: /\bwhat is there at the start\b/i, instead: "initial data" },
  { pattern: /answer an open question differently/i, instead: "override an emulator behaviour" },
  { pattern: /so many requests in a hundred/i, instead: "percentage of requests that fail" },
  { pattern: /\bat whose expense\b/i, instead: "what it costs" },
  { pattern: /\bis used until you say otherwise/i, instead: "is the default environment" },
  { pattern: /\bdated consent\b/i, instead: "time-limited approval" },
  { pattern: /\bthe login has ended\b/i, instead: "the sign-in has expired" },
  { pattern: /An hour, once/i, instead: "One-time setup, about an hour." },
  { pattern: /state branch is noise/i, instead: "the state branch cannot be decrypted" },
  { pattern: /\bexchange roles\b/i, instead: "change roles" },
  { pattern: /\bNo longer managed, because\b/i, instead: "Manifest removed: no longer managed; …" },
];

/** Turns that are fine in a comment or in a document of the code, but not in an output. */
const TURNS: readonly Banned[] = [
  { pattern: /\bwhom\b/i, instead: "who is not listed; the user that …" },
  { pattern: /\bsomebody\b/i, instead: "someone; a user; another admin" },
  { pattern: /\b(is|are|was|were) not there\b/i, instead: "not found; is missing" },
  { pattern: /\bleft alone\b|\bleaves? alone\b|left as (it is|they are)\b/i, instead: "unmanaged (ignored)" },
  { pattern: /\bis waited for\b|\bare waited for\b/i, instead: "pending PBX import; apply waits for …" },
  { pattern: /\bhas moved\b|\bhave moved\b/i, instead: "changed since the plan" },
  { pattern: /\bthe manifest (names|gives|says)\b/i, instead: "listed/set in the manifest" },
  { pattern: /\btaken away\b/i, instead: "removed" },
];

const ROOT = join(import.meta.dirname, "..", "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** Every banned phrase in the texts of a file, with its place and its replacement. */
function findings(
  file: string,
  texts: readonly string[],
  banned: readonly Banned[] = PHRASES,
): readonly string[] {
  return texts.flatMap((text) =>
    banned.flatMap(({ pattern, instead }) => {
      const found = pattern.exec(text)?.[0];
      return found === undefined ? [] : [`${file}: "${found}" in "${text.trim().slice(0, 80)}": ${instead}`];
    }),
  );
}

const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** The string literals of a source file, without its comments. */
function strings(source: string): readonly string[] {
  const code = source.replaceAll(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*)$/gm, "");
  return [...code.matchAll(STRING)].map(([literal]) => literal);
}

/** The titles of tests. */
function titles(source: string): readonly string[] {
  return [...source.matchAll(/\b(?:test|it|describe)(?:\.\w+)*\(\s*("(?:[^"\\]|\\.)*"|`[^`]*`)/g)].map(
    (match) => match[1] ?? "",
  );
}

/** What may quote an old text: the changelog's history, and this list. */
const EXEMPT = new Set(["CHANGELOG.md", "src/remote/CONTRACT.md", "test/repository/wording.test.ts"]);

describe("plain words", () => {
  const lines = (text: string): readonly string[] => text.split("\n");
  it.each([
    ["outputs", /^src\/.*\.ts$/, strings, [...PHRASES, ...TURNS]],
    ["schemas", /^schemas\/.*\.json$/, lines, [...PHRASES, ...TURNS]],
    ["workflows", /^\.github\/.*\.(mjs|yml|example)$/, lines, [...PHRASES, ...TURNS]],
    ["examples", /^(customers\/.*\.yaml|dimctl\.yaml)$/, lines, [...PHRASES, ...TURNS]],
    ["the demo and the benchmark", /^test\/(demo|bench)\/.*\.mjs$/, strings, [...PHRASES, ...TURNS]],
    ["titles of scenarios", /^test\/scenarios\/[^/]+\/title\.txt$/, lines, [...PHRASES, ...TURNS]],
    ["titles of tests", /^test\/.*\.test\.ts$/, titles, PHRASES],
    ["documents", /\.md$/, lines, PHRASES],
  ] as const)("%s", (_title, scope, texts, banned) => {
    const found = files
      .filter((file) => scope.test(file) && !EXEMPT.has(file))
      .flatMap((file) => findings(file, texts(read(file)), banned));
    expect(found).toEqual([]);
  });

  it("are found where they are written", () => {
    expect(findings("a.ts", strings('const a = "There is no such folder"; // whom\n'))).toEqual([
      'a.ts: "There is no such" in ""There is no such folder"": not found',
    ]);
    expect(findings("t.test.ts", titles('test("a wish for nothing", () => {});'))).toHaveLength(1);
  });
});
