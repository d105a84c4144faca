import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

type Env = Readonly<Record<string, string>>;

/** A script of the action; plain JavaScript without types. */
const script = (name: string): string => pathToFileURL(resolve(".github/actions/dimctl", name)).href;
const { argumentsOf }: { readonly argumentsOf: (env: Env, files: Env) => readonly string[] } = await import(
  script("arguments.mjs")
);
const {
  outputsOf,
}: {
  readonly outputsOf: (code: number, text: string, files: Env, exists: (path: string) => boolean) => Env;
} = await import(script("outputs.mjs"));
const {
  withSecretsFile,
  withoutSecrets,
}: {
  readonly withSecretsFile: (
    env: Env,
    folder: string,
  ) => { env: Env; masks: readonly string[]; remove: () => void };
  readonly withoutSecrets: (env: Env) => Env;
} = await import(script("secrets.mjs"));
const {
  marker,
  textOf,
}: {
  readonly marker: (what: string, environment?: string) => string;
  readonly textOf: (path: string, first: string, link: string) => string;
} = await import(script("report-text.mjs"));

const folder = mkdtempSync(join(tmpdir(), "dimctl-scripts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("inputs become arguments without a shell", () => {
  const files = { plan: "/t/p", report: "/t/r", document: "/t/d", annotations: "/t/a" };
  const reports = ["--report=markdown=/t/r", "--report=json=/t/d", "--report=github=/t/a"];

  test.each<[string, Env, readonly string[]]>([
    ["validate", { INPUT_COMMAND: "validate" }, ["validate", ...reports]],
    [
      "a plan is saved, and says whether there are changes",
      { INPUT_COMMAND: "plan", INPUT_ENVIRONMENT: "production" },
      ["plan", "--out=/t/p", "--exit-code", "--env=production", ...reports],
    ],
    [
      "an apply of a saved plan",
      { INPUT_COMMAND: "apply", INPUT_PLAN: "a b.json" },
      ["apply", "a b.json", ...reports],
    ],
    ["an apply of all", { INPUT_COMMAND: "apply" }, ["apply", "--yes", ...reports]],
    [
      "customers by comma or line; what looks like an option stays a reference",
      { INPUT_COMMAND: "drift", INPUT_CUSTOMERS: " A-1, --yes\n$(id) " },
      ["drift", "--only=A-1", "--only=--yes", "--only=$(id)", ...reports],
    ],
    [
      "arguments, one on each line",
      { INPUT_COMMAND: "plan", INPUT_ARGUMENTS: "--changed-since=HEAD^1\n\n--config=my file.yaml\n" },
      ["plan", "--out=/t/p", "--exit-code", ...reports, "--changed-since=HEAD^1", "--config=my file.yaml"],
    ],
  ])("%s", (_, env, expected) => {
    expect(argumentsOf(env, files)).toEqual(expected);
  });

  test("only apply takes a plan", () => {
    expect(() => argumentsOf({ INPUT_COMMAND: "plan", INPUT_PLAN: "x" }, files)).toThrow(
      "the input `plan` is only allowed with `command: apply`",
    );
  });
});

describe("outputs", () => {
  const files = { plan: "/p", report: "/r", document: "/d" };

  test.each<[string, number, unknown, boolean, string]>([
    [
      "a plan with changes",
      2,
      { summary: { create: 1 }, customers: [{ changes: [{}] }] },
      true,
      '{"create":1}',
    ],
    [
      "a plan whose only change is held",
      2,
      { summary: { held: 1 }, customers: [{ changes: [{}] }] },
      true,
      '{"held":1}',
    ],
    ["a plan without changes", 0, { summary: {}, customers: [{ changes: [] }] }, false, "{}"],
    [
      "an apply that did something",
      3,
      { command: "apply", summary: { done: 2, failed: 1 }, customers: [] },
      true,
      '{"done":2,"failed":1}',
    ],
    [
      "an apply that did nothing",
      0,
      { command: "apply", summary: { done: 0 }, customers: [{ changes: [{}] }] },
      false,
      '{"done":0}',
    ],
    ["no document at all", 70, undefined, false, "{}"],
  ])("%s", (_, code, document, changed, counts) => {
    const text = document === undefined ? "" : JSON.stringify(document);
    expect(outputsOf(code, text, files, (path) => path === "/r")).toEqual({
      "exit-code": String(code),
      "has-changes": String(changed),
      counts,
      plan: "",
      report: "/r",
      document: "",
    });
  });
});

describe("secrets", () => {
  test("reach dimctl in a file of ours alone, are masked each by itself, and are gone afterwards", () => {
    const text = 'A_KEY=alpha-secret\nexport B_KEY="be#ta=secret" # why\nSHORT=abc\n# no\n';
    const given = { DIMCTL_SECRETS: text, DIMCTL_STATE_KEY: "", INPUT_COMMAND: "plan", PATH: "/bin" };
    const { env, masks, remove } = withSecretsFile(given, folder);
    expect(env).toEqual({ PATH: "/bin", DIMCTL_SECRETS_FILE: join(folder, "secrets") });
    expect(readFileSync(join(folder, "secrets"), "utf8")).toBe(text);
    expect(statSync(join(folder, "secrets")).mode & 0o777).toBe(0o600);
    expect(masks).toEqual(["alpha-secret", '"be#ta=secret" # why', "be#ta=secret"]);
    remove();
    expect(existsSync(join(folder, "secrets"))).toBe(false);
  });

  test("as JSON", () => {
    expect(withSecretsFile({ DIMCTL_SECRETS: '{"A_KEY":"alpha-secret"}' }, folder).masks).toEqual([
      "alpha-secret",
    ]);
  });

  test("are not seen by what builds the tool", () => {
    const env = { DIMCTL_STATE_KEY: "k", DIMENSIONS_ACCESS_TOKEN: "t", DIMCTL_SECRETS: "s", PATH: "/bin" };
    expect(withoutSecrets(env)).toEqual({ PATH: "/bin" });
  });
});

function report(text: string): string {
  writeFileSync(join(folder, "report.md"), text);
  return join(folder, "report.md");
}

describe("the text of a comment", () => {
  test("our marker takes the place of the report's, and a link closes it", () => {
    expect(marker("plan", "production --> x")).toBe("<!-- dimctl plan production x -->");
    expect(marker("plan")).toBe("<!-- dimctl plan -->");
    expect(textOf(report("<!-- dimctl -->\n\n### Plan\n\n**v**\n"), "<!-- dimctl plan -->", "[run](x)")).toBe(
      "<!-- dimctl plan -->\n\n### Plan\n\n**v**\n\n[run](x)",
    );
  });

  test("a report that leaves no room for them is shortened to its verdict", () => {
    const text = textOf(
      report(`### Plan\n\n**v**\n\n${"x".repeat(65_530)}`),
      "<!-- dimctl plan -->",
      "[run](x)",
    );
    expect(text).toBe(
      "<!-- dimctl plan -->\n\n### Plan\n\n**v**\n\n_The report is too long for a comment; see the summary and the artifact of the run._\n\n[run](x)",
    );
  });
});
