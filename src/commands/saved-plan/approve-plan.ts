import type { PlanDocument } from "#schemas/plan";
import type { CustomerResult } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { findStaleness, type ApprovedCustomer } from "../../plan/saved/approved.ts";
import { summarise } from "../../plan/assemble-plan.ts";
import { planDocument } from "../../report/json/json-plan.ts";
import { approvedCustomers } from "./saved-plan.ts";
import { TOOL_VERSION } from "../frame/tool-version.ts";

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
export function approve(saved: PlanDocument, fresh: Plan): Approved {
  const approved = approvedCustomers(saved);
  const records = approvedCustomers(planDocument(fresh, TOOL_VERSION, []));
  const verdicts = fresh.customers.map((customer) => ({
    customer,
    staleness: findCustomerStaleness(approved.get(customer.reference), records.get(customer.reference)),
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

function findCustomerStaleness(
  approved: ApprovedCustomer | undefined,
  fresh: ApprovedCustomer | undefined,
): readonly string[] {
  if (!fresh || fresh.changes.length === 0) return [];
  if (!approved) return ["it was not part of the plan"];
  return findStaleness(approved, fresh);
}

function staleResult(plan: CustomerPlan, staleness: readonly string[]): CustomerResult {
  const detail = staleness.join("; ");
  return {
    plan,
    status: "stale",
    staleness,
    outcomes: plan.changes.map((change) => ({
      change,
      outcome: { status: "held", hold: { why: "stale", detail } },
    })),
    remaining: [],
  };
}
