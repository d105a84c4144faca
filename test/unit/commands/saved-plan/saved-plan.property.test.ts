/** The plan document is the plan: whatever was planned is written, read, shown and accepted by the schema as it is. */
import { validate } from "#schemas/plan";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readPlan, writePlan } from "../../../../src/commands/saved-plan/saved-plan.ts";
import type { Plan } from "../../../../src/model/plan/plan.ts";
import { assemblePlan, keepForAssembly } from "../../../../src/plan/assemble-plan.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { FORMATS, REPORTERS, type ReportContext } from "../../../../src/report/reporters.ts";
import { diagnostic } from "../../../support/plan-builders.ts";
import { wideScene } from "../../../support/plan-scenes.ts";
import { context } from "../../../support/plan-states.ts";

const FLEET = {
  toolVersion: "1.2.3",
  environment: "test",
  api: "https://a",
  noLongerManaged: [],
  leftOut: 0,
  problems: [diagnostic("a", { severity: "warning" })],
};

const anyPlan: fc.Arbitrary<Plan> = fc.array(wideScene, { minLength: 1, maxLength: 3 }).map((scenes) =>
  assemblePlan(
    scenes.map(({ desired, observed }) =>
      keepForAssembly(desired, observed, planCustomer(desired, observed, context())),
    ),
    FLEET,
    context(),
  ),
);

const shownWith = (plan: Plan): ReportContext => ({
  style: { color: false, width: 100 },
  toolVersion: "1.2.3",
  command: "plan",
  exitCode: 0,
  diagnostics: plan.problems,
});

test("a plan that is written and read is the plan", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(readPlan(writePlan(plan), "plan.json").plan).toStrictEqual(plan);
    }),
    { numRuns: 300 },
  );
});

test("the schema accepts every plan", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      validate(plan);
      expect(validate.errors).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test.each(FORMATS)("a plan that was saved is shown as it was printed: %s", (format) => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const saved = readPlan(writePlan(plan), "plan.json").plan;
      const { plan: print, drift } = REPORTERS[format];
      expect(print(saved, shownWith(saved))).toBe(print(plan, shownWith(plan)));
      expect(drift(saved, shownWith(saved))).toBe(drift(plan, shownWith(plan)));
    }),
    { numRuns: 50 },
  );
});

test("the plans that are drawn have every kind of change, and what is blocked", () => {
  const plans = fc.sample(anyPlan, { numRuns: 300, seed: 1 });
  const customers = plans.flatMap((plan) => plan.customers);
  const kinds = new Set(
    customers.flatMap(({ changes }) => changes.map(({ kind, action }) => `${action} ${kind}`)),
  );
  expect([...kinds].toSorted()).toEqual([
    "create customer",
    "create pbx",
    "create user",
    "delete customer",
    "delete pbx",
    "delete user",
    "update customer",
    "update pbx",
    "update user",
  ]);
  const blocked = new Set(customers.flatMap((customer) => customer.blocked.map(({ kind }) => kind)));
  expect([...blocked].toSorted()).toEqual(["pbx", "user"]);
});
