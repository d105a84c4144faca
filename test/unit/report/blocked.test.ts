/** A declared object for which nothing can be planned, in every report. */
import { describe, expect, test } from "vitest";
import { REPORTERS, type ReportContext } from "../../../src/report/reporters.ts";
import { progressLine } from "../../../src/report/text/progress-text.ts";
import { nextSteps } from "../../../src/report/wording/format-outcome.ts";
import { blockedUser, customerPlan, planOf } from "../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../support/result-builders.ts";

const CONTEXT: ReportContext = {
  style: { color: false, width: 100 },
  toolVersion: "1",
  command: "plan",
  exitCode: 0,
  diagnostics: [],
};
const CUSTOMER = customerPlan("ACME-1", {
  blocked: [
    blockedUser("ana@acme.example"),
    {
      kind: "pbx",
      key: "pbx:Acme Kazoo",
      reason: "ambiguous",
      detail: "2 live PBXs have this name",
      at: { file: "customers/acme.yaml", line: 12, column: 5 },
    },
  ],
});
const PLAN = planOf([CUSTOMER]);
const RESULT = resultOf([customerResult(CUSTOMER, [])]);
const LINES = `ACME-1  Acme Dental  customers/acme.yaml
  ! blocked: user ana@acme.example  customers/acme.yaml:9
      ambiguous: 2 live users have the address ana@acme.example
  ! blocked: PBX Acme Kazoo  customers/acme.yaml:12
      ambiguous: 2 live PBXs have this name`;
const ANNOTATIONS = [
  "::warning file=customers/acme.yaml,line=9,col=1,title=Blocked%3A user ana@acme.example::ambiguous: 2 live users have the address ana@acme.example",
  "::warning file=customers/acme.yaml,line=12,col=5,title=Blocked%3A PBX Acme Kazoo::ambiguous: 2 live PBXs have this name",
].join("\n");

describe("text", () => {
  test("a plan", () => {
    expect(REPORTERS.text.plan(PLAN, CONTEXT)).toBe(`Plan for sandbox  http://127.0.0.1:4010

${LINES}

Plan: 0 to create, 0 to update, 0 to delete, 0 held, 2 blocked (1 customer). No API requests.`);
  });

  test("drift", () => {
    expect(REPORTERS.text.drift(PLAN, CONTEXT)).toBe(`${LINES}

No drift in sandbox: 1 customer verified. 2 objects could not be verified.`);
  });

  test("a result, and what to do", () => {
    expect(REPORTERS.text.result(RESULT, CONTEXT)).toBe(`${LINES}

Apply incomplete: 0 done, 0 failed, 0 held, 0 unknown, 0 unchanged, 2 blocked (1 customer).
Next: Fix the errors above; re-running will not help until they are fixed.`);
    expect(nextSteps(RESULT)).toHaveLength(1);
  });

  test("progress", () => {
    const [result] = RESULT.customers;
    expect(result && progressLine({ type: "customer", result }, CONTEXT.style)).toBe(
      "ACME-1  incomplete: 2 blocked",
    );
  });
});

test("markdown: in the notes of a row, and in the details", () => {
  expect(REPORTERS.markdown.plan(PLAN, CONTEXT)).toContain("| 0 | 0 | 0 | 0 | 2 blocked |");
  expect(REPORTERS.markdown.drift(PLAN, CONTEXT)).toContain("| 0 | 2 blocked |");
  for (const text of [
    REPORTERS.markdown.plan(PLAN, CONTEXT),
    REPORTERS.markdown.drift(PLAN, CONTEXT),
    REPORTERS.markdown.result(RESULT, CONTEXT),
  ])
    expect(text).toContain("! blocked: user ana@acme.example  customers/acme.yaml:9\n");
});

test("github: a warning at its line", () => {
  for (const text of [
    REPORTERS.github.plan(PLAN, CONTEXT),
    REPORTERS.github.drift(PLAN, CONTEXT),
    REPORTERS.github.result(RESULT, CONTEXT),
  ])
    expect(text).toContain(`${ANNOTATIONS}\n`);
});

test("sarif: a result of its own rule, with an identity that outlives its line", () => {
  const log = JSON.parse(REPORTERS.sarif.plan(PLAN, CONTEXT));
  expect(log.runs[0].results).toMatchObject([
    {
      ruleId: "blocked",
      level: "warning",
      partialFingerprints: { "dimctl/v1": "blocked ACME-1 user:ana@acme.example" },
    },
    { ruleId: "blocked", partialFingerprints: { "dimctl/v1": "blocked ACME-1 pbx:Acme Kazoo" } },
  ]);
});

test("json: the objects, and how many", () => {
  const plan = JSON.parse(REPORTERS.json.plan(PLAN));
  expect(plan.summary.blocked).toBe(2);
  expect(plan.customers[0]).toMatchObject({ status: "blocked", changes: [], blocked: CUSTOMER.blocked });
  const result = JSON.parse(REPORTERS.json.result(RESULT, CONTEXT));
  expect(result.summary).toMatchObject({ held: 0, blocked: 2 });
  expect(result.customers[0]).toMatchObject({
    status: "incomplete",
    planned: "blocked",
    blocked: CUSTOMER.blocked,
  });
});
