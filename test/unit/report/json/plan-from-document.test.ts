import { validate } from "#schemas/plan";
import { expect, test } from "vitest";
import { planDocument } from "../../../../src/report/json/json-plan.ts";
import { planFromDocument } from "../../../../src/report/json/plan-from-document.ts";
import { FORMATS, REPORTERS, type ReportContext } from "../../../../src/report/reporters.ts";
import { diagnostic, customerPlan, field, planOf, updatePbx } from "../../../support/plan-builders.ts";
import { SAMPLE_PLAN } from "../../../support/plan-samples.ts";

const CONTEXT: ReportContext = {
  style: { color: false, width: 100 },
  toolVersion: "1",
  command: "show",
  exitCode: 0,
  diagnostics: [],
};

test.each(FORMATS)("a saved plan is shown as the plan it was: %s", (format) => {
  const saved: unknown = JSON.parse(JSON.stringify(planDocument(SAMPLE_PLAN, "1", [diagnostic("a")])));
  if (!validate(saved)) throw new Error("the document fits its schema");
  const { plan, diagnostics } = planFromDocument(saved);
  expect(diagnostics).toEqual([diagnostic("a")]);
  expect(REPORTERS[format].plan(plan, CONTEXT)).toBe(REPORTERS[format].plan(SAMPLE_PLAN, CONTEXT));
  expect(REPORTERS[format].drift(plan, CONTEXT)).toBe(REPORTERS[format].drift(SAMPLE_PLAN, CONTEXT));
});

test("values that look like marks of the document stay values", () => {
  const fields = [
    field("pbx", "x", { secret: "A" }, { unknown: true }),
    field("pbx", "y", [{ secret: "B" }], null),
  ];
  const original = planOf([customerPlan("A", { changes: [updatePbx("P", { fields })] })]);
  expect(planFromDocument(planDocument(original, "1", [])).plan.customers[0]?.changes[0]?.fields).toEqual(
    fields,
  );
});
