import type { PlanDocument, PlannedCustomer } from "#schemas/plan";
import { toReference, toTenantId } from "../../model/ids.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { changeFromDocument } from "./change-from-document.ts";

/** A plan document as a plan to be shown, and the problems in it. It lacks what an apply needs: never apply it. */
export function planFromDocument(document: PlanDocument): { plan: Plan; diagnostics: readonly Diagnostic[] } {
  const { environment, api, digest, summary, problems: diagnostics } = document;
  const customers = document.customers.map((customer) => customerFrom(customer));
  const noLongerManaged = document.noLongerManaged.map((reference) => toReference(reference));
  return { plan: { environment, api, digest, summary, customers, noLongerManaged }, diagnostics };
}

function customerFrom({ reference, tenantId, changes, ...rest }: PlannedCustomer): CustomerPlan {
  return {
    ...rest,
    reference: toReference(reference),
    target:
      tenantId === undefined ? { state: "to-create" } : { state: "exists", tenantId: toTenantId(tenantId) },
    confirmedAdmins: [],
    changes: changes.map((change) => changeFromDocument(change)),
  };
}
