import type { PlanDocument, PlannedCustomer } from "#schemas/plan";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { changeDocument, customerFacts, diagnosticDocument } from "./json-change.ts";

/** The plan as `--format json` prints it and `--out` saves it (schemas/plan.schema.json). */
export function planDocument(
  plan: Plan,
  toolVersion: string,
  diagnostics: readonly Diagnostic[],
): PlanDocument {
  return {
    formatVersion: 1,
    toolVersion,
    environment: plan.environment,
    api: plan.api,
    digest: plan.digest,
    summary: { ...plan.summary },
    customers: plan.customers.map((customer) => plannedCustomer(customer)),
    noLongerManaged: [...plan.noLongerManaged],
    problems: diagnostics.map((diagnostic) => diagnosticDocument(diagnostic)),
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
