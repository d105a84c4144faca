/** Short ways to write results of an apply in tests: what matters is given, the rest is harmless. */
import { toCustomerResult } from "../../src/model/plan/outcome.ts";
import type { ApplyResult, CustomerResult, Outcome } from "../../src/model/plan/outcome.ts";
import type { CustomerPlan } from "../../src/model/plan/plan.ts";

/** What became of a customer: outcomes in the order of its changes; the last one stands for all that follow. */
export function customerResult(
  plan: CustomerPlan,
  outcomes: readonly Outcome[],
  rest: Partial<Pick<CustomerResult, "status" | "staleness" | "remaining">> = {},
): CustomerResult {
  const ended = (index: number): Outcome =>
    outcomes[Math.min(index, outcomes.length - 1)] ?? { status: "done" };
  const isGood = plan.changes.every((_, index) => ["done", "unchanged"].includes(ended(index).status));
  const isComplete = isGood && plan.blocked.length === 0;
  const status = !isComplete ? "incomplete" : plan.changes.length === 0 ? "unchanged" : "done";
  const found = { status, staleness: [], remaining: [], ...rest } as const;
  return toCustomerResult(plan, found, (_, index) => ended(index));
}

/** A result with its summary counted from its customers. */
export function resultOf(
  customers: readonly CustomerResult[],
  rest: Partial<Omit<ApplyResult, "customers">> = {},
): ApplyResult {
  const all = customers.flatMap((customer) => customer.changes.map(({ outcome }) => outcome.status));
  const counted = (status: Outcome["status"]): number => all.filter((found) => found === status).length;
  return {
    environment: "sandbox",
    api: "http://127.0.0.1:4010",
    planDigest: "0f1e2d3c",
    customers,
    summary: {
      done: counted("done"),
      failed: counted("failed"),
      held: counted("held"),
      unknown: counted("unknown"),
      unchanged: counted("unchanged") + customers.reduce((sum, customer) => sum + customer.unchanged, 0),
      blocked: customers.reduce((sum, customer) => sum + customer.blocked.length, 0),
    },
    ...rest,
  };
}
