import { toCustomerResult, type CustomerResult, type Outcome } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { findStaleness } from "../../plan/saved/approved.ts";
import { summarise } from "../../plan/assemble-plan.ts";

/** What may be applied of a fresh plan, and the customers that may not, because they are stale. */
export interface Approved {
  readonly plan: Plan;
  readonly stale: readonly CustomerResult[];
}

/** Without a saved plan, the fresh plan is what was asked for. */
export function everything(plan: Plan): Approved {
  return { plan, stale: [] };
}

/**
 * Holds a fresh plan against an approved one, customer by customer and change by change. What the fresh plan does not say
 * is not done, and what the approved one does not say is not done either.
 */
export function approve(saved: Plan, fresh: Plan): Approved {
  const approved = new Map(saved.customers.map((customer) => [customer.reference, customer]));
  const verdicts = fresh.customers.map((customer) => ({
    customer,
    staleness: findCustomerStaleness(approved.get(customer.reference), customer),
  }));
  const customers = verdicts
    .filter(({ staleness }) => staleness.length === 0)
    .map(({ customer }) => customer);
  return {
    plan: { ...fresh, customers, summary: summarise(customers) },
    stale: verdicts
      .filter(({ staleness }) => staleness.length > 0)
      .map(({ customer, staleness }) => staleResult(customer, staleness)),
  };
}

function findCustomerStaleness(approved: CustomerPlan | undefined, fresh: CustomerPlan): readonly string[] {
  if (fresh.changes.length === 0) return [];
  if (!approved) return ["not part of the plan"];
  return findStaleness(approved, fresh);
}

function staleResult(plan: CustomerPlan, staleness: readonly string[]): CustomerResult {
  const detail = staleness.join("; ");
  const held: Outcome = { status: "held", hold: { why: "stale", detail } };
  return toCustomerResult(plan, { status: "stale", staleness, remaining: [] }, () => held);
}
