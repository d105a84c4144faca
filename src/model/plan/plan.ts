/** The plan, as schemas/plan.schema.json defines it: printed, saved, hashed, approved and applied in this one form. */
export type {
  BlockedObject,
  Coverage,
  CustomerStatus,
  NotCompared,
  Note,
  PlanDocument as Plan,
  PlannedCustomer as CustomerPlan,
  Summary as PlanSummary,
} from "#schemas/plan";
