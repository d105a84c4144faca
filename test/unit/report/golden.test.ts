/** The whole text of each format for one plan and one result; the files are read by people before they are accepted. */
import { describe, expect, test } from "vitest";
import { FORMATS, REPORTERS, type Format, type ReportContext } from "../../../src/report/reporters.ts";
import { at } from "../../support/change-builders.ts";
import { diagnostic } from "../../support/plan-builders.ts";
import { SAMPLE_PLAN, SAMPLE_RESULT } from "../../support/plan-samples.ts";

const CONTEXT: ReportContext = {
  style: { color: false, width: 100 },
  toolVersion: "1.2.3",
  command: "apply",
  exitCode: 3,
  diagnostics: [],
  approveUntil: "2026-12-24",
};

const PROBLEMS = [
  diagnostic("unknown-key", {
    summary: "unknown key `nmae`",
    hint: "did you mean `name`?",
    at: at(4, "customers/acme.yaml", 1),
    excerpt: "nmae: Acme Dental\n^",
  }),
  diagnostic("admin-without-supervisor", {
    severity: "warning",
    summary: "admin ana@acme.example has no supervisor role and sees no workspaces",
    at: at(21, "customers/acme.yaml", 5),
  }),
  diagnostic("no-token", { summary: "there is no access token", hint: "run `dimctl login`" }),
];

const EXTENSIONS: Record<Format, string> = {
  text: "txt",
  json: "json.txt",
  markdown: "md",
  github: "github.txt",
  sarif: "sarif",
};

describe.each(FORMATS)("format %s", (format) => {
  const file = (kind: string): string => `golden/${kind}/${kind}.${EXTENSIONS[format]}`;
  const reporter = REPORTERS[format];

  test("a plan", async () => {
    await expect(`${reporter.plan(SAMPLE_PLAN, CONTEXT)}\n`).toMatchFileSnapshot(file("plan"));
  });
  test("drift", async () => {
    await expect(`${reporter.drift(SAMPLE_PLAN, CONTEXT)}\n`).toMatchFileSnapshot(file("drift"));
  });
  test("a result", async () => {
    await expect(`${reporter.result(SAMPLE_RESULT, CONTEXT)}\n`).toMatchFileSnapshot(file("result"));
  });
  test("problems", async () => {
    await expect(`${reporter.diagnostics({ ...CONTEXT, diagnostics: PROBLEMS })}\n`).toMatchFileSnapshot(
      file("problems"),
    );
  });
});

test("a plan on 40 columns", async () => {
  const narrow = { ...CONTEXT, style: { color: false, width: 40 } };
  await expect(`${REPORTERS.text.plan(SAMPLE_PLAN, narrow)}\n`).toMatchFileSnapshot(
    "golden/plan/plan-40-columns.txt",
  );
});
