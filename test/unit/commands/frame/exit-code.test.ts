import { expect, test } from "vitest";
import { exitOfPlan, exitOfResult } from "../../../../src/commands/frame/exit-code.ts";
import type { CustomerPlan } from "../../../../src/model/plan/plan.ts";
import { updateCustomer } from "../../../support/change-builders.ts";
import { blockedUser, customerPlan, planOf } from "../../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../../support/result-builders.ts";

const unchanged = customerPlan("A");
const blocked = customerPlan("B", { blocked: [blockedUser("b@b.example")] });

test.each<[string, readonly CustomerPlan[], number, number]>([
  ["nothing to change", [unchanged], 0, 0],
  ["a change", [unchanged, customerPlan("B", { changes: [updateCustomer()] })], 0, 2],
  ["an object that is blocked", [unchanged, blocked], 0, 2],
  ["a customer that is ambiguous", [unchanged, customerPlan("B", { status: "ambiguous" })], 3, 3],
  ["a customer that could not be read", [customerPlan("B", { status: "unreadable" })], 3, 3],
])("plan: %s", (_, customers, plain, withExitCode) => {
  expect(exitOfPlan(planOf(customers), false)).toBe(plain);
  expect(exitOfPlan(planOf(customers), true)).toBe(withExitCode);
});

test("apply: an object that is blocked leaves its customer incomplete", () => {
  expect(exitOfResult(resultOf([customerResult(unchanged, [])]))).toBe(0);
  expect(exitOfResult(resultOf([customerResult(unchanged, []), customerResult(blocked, [])]))).toBe(3);
});
