import type { Change } from "../model/plan/change.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";
import type { ObservedCustomer } from "../model/customer/observed.ts";
import type { Reference } from "../model/ids.ts";
import type { CustomerPlan, Plan, PlanSummary } from "../model/plan/plan.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { PlanContext } from "./context.ts";
import { planDigest } from "./saved/digest.ts";
import { massChange } from "./risk/group-risks.ts";
import { holdSwapped } from "./risk/swapped.ts";
import { compareText } from "./order.ts";
import { customerTimeZone, warnings } from "./plan-customer.ts";
import { countRequests } from "./requests.ts";
import { addRisk } from "./risk/assess-risks.ts";

/** One customer's plan with what it was made from: the fleet's risks need the approvals and the time zone again. */
export interface AssembledCustomer {
  readonly desired: DesiredCustomer;
  readonly timeZone: string | undefined;
  readonly exists: boolean;
  readonly plan: CustomerPlan;
}

/** Keeps of a planned customer what assemblePlan needs, so that the observed state can be dropped. */
export function keepForAssembly(
  desired: DesiredCustomer,
  observed: ObservedCustomer,
  plan: CustomerPlan,
): AssembledCustomer {
  return {
    desired,
    timeZone: customerTimeZone(desired, observed),
    exists: observed.state === "present",
    plan,
  };
}

/** What a plan is made of, beside the customers' own plans. */
export interface Fleet {
  /** The version of dimctl that makes it. */
  readonly toolVersion: string;
  readonly environment: string;
  readonly api: string;
  readonly noLongerManaged: readonly Reference[];
  /** Customers that have a manifest and are left out of this plan (`--only`, `--changed-since`). */
  readonly leftOut: number;
  /** What is worth a warning before anything is planned; the customers' own warnings are added. */
  readonly problems: readonly Diagnostic[];
}

/** The customers' plans as one value, by reference, with the mass-change risk over all of them (ARCHITECTURE.md, Risks and approvals). */
export function assemblePlan(
  customers: readonly AssembledCustomer[],
  fleet: Fleet,
  context: PlanContext,
): Plan {
  const plans = withMassChange(holdSwapped(customers), fleet.leftOut, context).toSorted((left, right) =>
    compareText(left.reference, right.reference),
  );
  return {
    formatVersion: 2,
    toolVersion: fleet.toolVersion,
    environment: fleet.environment,
    api: fleet.api,
    digest: planDigest(fleet.api, plans, context.hash),
    summary: summarise(plans),
    customers: plans,
    noLongerManaged: fleet.noLongerManaged,
    problems: [...fleet.problems, ...plans.flatMap((plan) => plan.warnings)],
  };
}

/** Counts what a plan would do. A held change counts as held, not as what it would have been. */
export function summarise(plans: readonly CustomerPlan[]): PlanSummary {
  const changes = plans.flatMap((plan) => plan.changes);
  const going = changes.filter((change) => !change.hold);
  const count = (action: Change["action"]): number =>
    going.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    unchanged: plans.reduce((total, plan) => total + plan.unchanged, 0),
    held: changes.length - going.length,
    blocked: plans.reduce((total, plan) => total + plan.blocked.length, 0),
  };
}

/** Customers that are left out count as there and unaltered: a pull request about ten of two thousand is no mass change. */
function withMassChange(
  customers: readonly AssembledCustomer[],
  leftOut: number,
  context: PlanContext,
): readonly CustomerPlan[] {
  const existing = customers.filter((customer) => customer.exists);
  const altered = existing.filter(({ plan }) => plan.changes.some(altersCustomer));
  const detail = massChange(altered.length, existing.length + leftOut, "customers");
  if (detail === undefined) return customers.map(({ plan }) => plan);
  return customers.map(({ desired, timeZone, plan }) => {
    const now = context.localTime(timeZone);
    const finding = (change: Change): Change =>
      altersCustomer(change)
        ? addRisk(change, { risk: "mass-change", detail }, desired, now, context)
        : change;
    const changes = plan.changes.map(finding);
    // The customer's own plan could not know that its approval of a mass change is needed.
    const warned = plan.warnings.length === 0 ? [] : warnings(desired, { ...plan, changes }, now, context);
    return { ...plan, changes, warnings: warned, requests: countRequests(changes, desired) };
  });
}

function altersCustomer(change: Change): boolean {
  return change.kind === "customer" && change.action !== "create";
}
