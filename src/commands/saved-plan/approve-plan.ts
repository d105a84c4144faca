import type { PlanDocument } from "#schemas/plan";
import type { CustomerResult } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { movedSince, type CustomerRecord } from "../../plan/saved/approved.ts";
import { summarise } from "../../plan/assemble-plan.ts";
import { planDocument } from "../../report/json/json-plan.ts";
import { approvedCustomers } from "./saved-plan.ts";
import { TOOL_VERSION } from "../frame/tool-version.ts";

/** What may be applied of a fresh plan, and the customers that may not, because something moved since the approval. */
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
    moved: movedOf(approved.get(customer.reference), records.get(customer.reference)),
  }));
  const customers = verdicts.filter(({ moved }) => moved.length === 0).map(({ customer }) => customer);
  return {
    plan: { ...fresh, customers, summary: summarise(customers) },
    stale: verdicts
      .filter(({ moved }) => moved.length > 0)
      .map(({ customer, moved }) => staleResult(customer, moved)),
  };
}

function movedOf(approved: CustomerRecord | undefined, fresh: CustomerRecord | undefined): readonly string[] {
  if (!fresh || fresh.changes.length === 0) return [];
  if (!approved) return ["it was not part of the plan"];
  return movedSince(approved, fresh);
}

function staleResult(plan: CustomerPlan, moved: readonly string[]): CustomerResult {
  const detail = moved.join("; ");
  return {
    plan,
    status: "stale",
    moved,
    outcomes: plan.changes.map((change) => ({
      change,
      outcome: { status: "held", hold: { why: "stale", detail } },
    })),
    remainders: [],
  };
}
