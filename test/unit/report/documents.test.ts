import { validate as validatePlan, type PlanDocument } from "#schemas/plan";
import { validate as validateResult } from "#schemas/result";
import { describe, expect, test } from "vitest";
import type { FieldChange, Hold } from "../../../src/model/plan/change.ts";
import type { Json } from "../../../src/model/json/json.ts";
import { REPORTERS } from "../../../src/report/reporters.ts";
import { diagnosticsDocument, resultDocument } from "../../../src/report/json/json-result.ts";
import { UNKNOWN, field, secretField, updatePbx, updateUser } from "../../support/change-builders.ts";
import { customerPlan, planOf, diagnostic } from "../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../support/result-builders.ts";
import { SAMPLE_PLAN, SAMPLE_RESULT } from "../../support/plan-samples.ts";

const FRAME = {
  toolVersion: "1.2.3",
  exitCode: 3,
  diagnostics: [diagnostic("a", { at: { file: "f", line: 1, column: 2 } })],
};

const HOLDS: readonly Hold[] = [
  { why: "not-approved", risks: ["charge"] },
  { why: "last-admin" },
  { why: "depends-on", on: "pbx:A" },
  { why: "ambiguous", detail: "x" },
  { why: "higher-level", detail: "x" },
  { why: "not-imported", detail: "x" },
  { why: "incomplete", detail: "x" },
  { why: "no-admin", detail: "x" },
  { why: "stale", detail: "x" },
  { why: "not-started", detail: "x" },
];

describe("the documents fit their schemas", () => {
  test("a plan with every kind of change", () => {
    validatePlan({ ...SAMPLE_PLAN, problems: FRAME.diagnostics });
    expect(validatePlan.errors).toBeNull();
  });
  test("a result with every kind of outcome", () => {
    validateResult(resultDocument({ ...SAMPLE_RESULT, interrupted: "timeout" }, FRAME));
    expect(validateResult.errors).toBeNull();
  });
  test("problems without a plan", () => {
    validateResult(diagnosticsDocument("validate", FRAME));
    expect(validateResult.errors).toBeNull();
  });
  test.each(HOLDS)("a change that is held: $why", (hold) => {
    const customer = customerPlan("A", { changes: [updateUser("a@a.example", { hold })] });
    validatePlan(planOf([customer]));
    expect(validatePlan.errors).toBeNull();
    validateResult(resultDocument(resultOf([customerResult(customer, [{ status: "held", hold }])]), FRAME));
    expect(validateResult.errors).toBeNull();
  });
});

describe("how a field is spelled", () => {
  test.each<[string, Json | typeof UNKNOWN | undefined, Json, object]>([
    ["a text", "old", "new", { before: "old", after: "new" }],
    ["a number that is null now", null, 3, { before: null, after: 3 }],
    ["none yet", undefined, true, { after: true }],
    ["not shown", UNKNOWN, [1], { before: { unknown: true }, after: [1] }],
    [
      "an object that looks like a secret",
      { unknown: true },
      { secret: "X" },
      {
        before: { value: { unknown: true } },
        after: { value: { secret: "X" } },
      },
    ],
  ])("%s", (_title, before, after, expected) => {
    expect(spelled(field("x", after, before))).toEqual([{ name: "x", ...expected }]);
  });

  test("a secret by its name only", () => {
    expect(spelled(secretField("apiKey", "A_KEY", UNKNOWN))).toEqual([
      { name: "apiKey", before: { unknown: true }, after: { secret: "A_KEY" } },
    ]);
  });
});

function spelled(change: FieldChange): unknown {
  const customer = customerPlan("A", { changes: [updatePbx("P", { fields: [change] })] });
  const { customers } = JSON.parse(REPORTERS.json.plan(planOf([customer]))) as PlanDocument;
  return customers[0]?.changes[0]?.fields;
}
