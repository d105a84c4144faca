import type { PlanDocument, PlannedCustomer } from "#schemas/plan";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Problem } from "../../model/problem.ts";
import { changeDocument, customerFacts, problemDocument } from "./json-change.ts";

/** The plan as `--format json` prints it and `--out` saves it (schemas/plan.schema.json). */
export function planDocument(plan: Plan, toolVersion: string, problems: readonly Problem[]): PlanDocument {
  return {
    formatVersion: 1,
    toolVersion,
    environment: plan.environment,
    api: plan.api,
    digest: plan.digest,
    summary: { ...plan.summary },
    customers: plan.customers.map((customer) => plannedCustomer(customer)),
    noLongerManaged: [...plan.noLongerManaged],
    problems: problems.map((problem) => problemDocument(problem)),
  };
}

function plannedCustomer(customer: CustomerPlan): PlannedCustomer {
  return {
    reference: customer.reference,
    name: customer.name,
    file: customer.file,
    at: { ...customer.at },
    status: customer.status,
    ...customerFacts(customer),
    changes: customer.changes.map((change) => changeDocument(change)),
  };
}
