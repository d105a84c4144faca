import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";

/** What a rule may look at beside the change itself. */
export interface RiskFacts {
  readonly desired: DesiredCustomer;
  readonly observed: ObservedCustomer;
  readonly context: PlanContext;
  /** How many live users the manifest manages: what a mass change of users is measured against. */
  readonly managedUsers: number;
}
