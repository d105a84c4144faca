import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { EXIT } from "../../src/commands/frame/exit-code.ts";
import { ROLES } from "../../src/model/customer/roles.ts";
import { DEFAULT_POLICY, RISKS } from "../../src/model/plan/risk.ts";
import { FORMATS } from "../../src/report/reporters.ts";
import { VARIABLES } from "../../src/model/variables.ts";
import type { Schema } from "./generated/schema-reference.ts";
import { DOCUMENTS, FILES, read } from "./repository.ts";

// What documents list by hand is complete: risks, exit codes, variables, workflows and their secrets.

/** The cells of every row of a document's tables. */
const rows = (document: string): readonly (readonly string[])[] =>
  read(document)
    .split("\n")
    .filter((line) => /^\| .* \|$/.test(line.trim()))
    .map((line) => line.trim().slice(2, -2).split(" | "));
const cell = (row: readonly string[], at: number): string => (row.at(at) ?? "").replaceAll("`", "");

describe("the risks", () => {
  test("are all explained, with what the policy says unless it is changed", () => {
    const policy: Readonly<Record<string, string>> = {
      ...DEFAULT_POLICY,
      "last-admin": "cannot be approved",
    };
    const table = rows(".github/OPERATIONS.md").filter((row) => cell(row, 0) in policy);
    expect(Object.fromEntries(table.map((row) => [cell(row, 0), cell(row, -1)]))).toEqual(policy);
    expect(table).toHaveLength(RISKS.length);
  });
});

describe("editors are offered", () => {
  const schema = (name: string): Schema => JSON.parse(read(`schemas/${name}.schema.json`));

  test("every risk, in `policy` and in approvals", () => {
    const approvable = Object.keys(DEFAULT_POLICY).toSorted();
    const policy = schema("configuration").properties?.["policy"]?.properties;
    const thresholds = ["largeCharge"];
    expect(Object.keys(policy ?? {}).toSorted()).toEqual([...approvable, ...thresholds].toSorted());
    const approval = schema("customer").$defs?.["approval"]?.properties?.["risk"]?.anyOf?.[0]?.enum;
    expect(approval?.toSorted()).toEqual(approvable);
  });

  test("every role that a manifest can decide about", () => {
    const offered = schema("customer").$defs?.["roleId"]?.anyOf?.flatMap((each) => each.const ?? []);
    const decided: readonly string[] = ROLES.flatMap(({ id, owner }) => (owner === "platform" ? [] : [id]));
    expect(offered?.toSorted()).toEqual(decided.toSorted());
  });
});

describe("the command line", () => {
  const document = "src/commands/README.md";

  test("every exit code is explained", () => {
    const codes = rows(document).map((row) => cell(row, 0));
    expect(codes.filter((code) => /^\d+$/.test(code))).toEqual(Object.values(EXIT).map(String));
  });

  test("every format is explained", () => {
    expect(FORMATS.filter((format) => !rows(document).some((row) => cell(row, 0) === format))).toEqual([]);
  });

  test("every variable is explained", () => {
    const explained = rows(document).map((row) => row[0] ?? "");
    expect(VARIABLES.filter((name) => !explained.some((text) => text.includes(`\`${name}\``)))).toEqual([]);
  });
});

describe("the workflows", () => {
  const document = ".github/workflows/README.md";
  const workflows = FILES.filter((file) => /^\.github\/workflows\/.*\.yml$/.test(file));
  const all = [...workflows, ".github/actions/dimctl/action.yml"].map((file) => read(file)).join("\n");

  test("every job has a row, and every row is a job", () => {
    const jobs = workflows.flatMap((file) => {
      const { name, jobs: found }: { readonly name: string; readonly jobs: object } = parse(read(file));
      return Object.keys(found).map((job) => `${name}, ${job}`);
    });
    const named = rows(document).map((row) => cell(row, 0));
    expect(named.filter((text) => /^[A-Z][\w ]+, [a-z]\w*$/.test(text)).toSorted()).toEqual(jobs.toSorted());
  });

  test("every secret that a workflow uses is explained, and every one that is named is used", () => {
    const used = new Set([...all.matchAll(/\bsecrets\.(\w+)/g)].map((match) => match[1] ?? ""));
    const text = read(document);
    expect([...used].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    const named = new Set([...text.matchAll(/`(DIM\w+)`/g)].map((match) => match[1] ?? ""));
    expect([...named].filter((name) => !new RegExp(String.raw`\b${name}\b`).test(all))).toEqual([]);
  });

  test("a workflow, environment or artifact that a document names exists", () => {
    const names = workflows.map((file) => (parse(read(file)) as { readonly name: string }).name);
    const missing = DOCUMENTS.flatMap((file) => {
      const text = read(file);
      const called = [...text.matchAll(/\*Actions → ([A-Z][^*→]*)\*/g)].map((match) => match[1] ?? "");
      const kept = [...text.matchAll(/`(dimctl-(?:plan|apply))`/g)].map((match) => match[1] ?? "");
      return [
        ...called.filter((name) => !names.includes(name)),
        ...kept.filter((name) => !all.includes(name)),
      ].map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });
});
