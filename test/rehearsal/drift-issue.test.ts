import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "dimctl-issue-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BOT = { login: "github-actions[bot]" };
const issue = (number: number, rest: object = {}): object => ({
  number,
  state: "open",
  title: "Drift in production",
  body: "<!-- dimctl drift production -->\n\nold",
  user: BOT,
  ...rest,
});

/** The issues after the script, as `number state first-line-of-the-text`. */
function after(issues: readonly object[], env: Readonly<Record<string, string>>): readonly string[] {
  const fake = join(folder, "github.json");
  const report = join(folder, "report.md");
  writeFileSync(fake, JSON.stringify({ issues, comments: [] }));
  writeFileSync(report, "<!-- dimctl -->\n\nnew");
  execFileSync(process.execPath, [".github/actions/dimctl/drift-issue.mjs"], {
    env: {
      PATH: `${resolve("test/rehearsal")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
      GITHUB_FAKE: fake,
      PERMISSIONS: '{"issues":"write"}',
      GH_TOKEN: "gh",
      GITHUB_REPOSITORY: "reseller/customers",
      ENVIRONMENT: "production",
      REPORT: report,
      ...env,
    },
  });
  const kept: { issues: { number: number; state: string; body: string }[] } = JSON.parse(
    readFileSync(fake, "utf8"),
  );
  return kept.issues.map(({ number, state, body }) => `${number} ${state} ${body.split("\n")[2]}`);
}

test.each<[string, readonly object[], Readonly<Record<string, string>>, readonly string[]]>([
  ["drift: an issue is opened", [], { EXIT_CODE: "2" }, ["101 open new"]],
  ["drift again: it is brought up to date", [issue(7)], { EXIT_CODE: "2" }, ["7 open new"]],
  ["no drift: it is closed", [issue(7)], { EXIT_CODE: "0" }, ["7 closed old"]],
  ["no drift and no issue: nothing", [], { EXIT_CODE: "0" }, []],
  [
    "two of them: the older goes on",
    [issue(7), issue(5)],
    { EXIT_CODE: "2" },
    ["7 closed old", "5 open new"],
  ],
  [
    "not everything could be read, but something moved",
    [],
    { EXIT_CODE: "3", HAS_CHANGES: "true" },
    ["101 open new"],
  ],
  [
    "not everything could be read, nothing moved: not closed",
    [issue(7)],
    { EXIT_CODE: "3", HAS_CHANGES: "false" },
    ["7 open old"],
  ],
  [
    "Dimensions could not be reached: it stays",
    [issue(7)],
    { EXIT_CODE: "4", HAS_CHANGES: "false" },
    ["7 open old"],
  ],
  [
    "somebody else's that begins as ours does, a pull request, and another environment's are left alone",
    [
      issue(1, { user: { login: "stranger" } }),
      issue(2, { pull_request: {} }),
      issue(3, { body: "<!-- dimctl drift staging -->\n\nold" }),
    ],
    { EXIT_CODE: "0" },
    ["1 open old", "2 open old", "3 open old"],
  ],
])("%s", (_, issues, env, expected) => {
  expect(after(issues, env)).toEqual(expected);
});
