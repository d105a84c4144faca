import type { Hold } from "../../model/plan/change.ts";
import type { Rollout } from "../../model/plan/failure-bound.ts";
import type { CustomerResult } from "../../model/plan/outcome.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";

/**
 * The customers of a plan in steps: the canaries, then up to each share of the others that have something to apply, rounded up.
 * Customers without changes are in no share: they come last. Without a rollout all are one step.
 */
export function rolloutSteps(
  customers: readonly CustomerPlan[],
  rollout: Rollout | undefined,
): readonly (readonly CustomerPlan[])[] {
  if (!rollout) return [customers];
  const isCanary = ({ reference }: CustomerPlan): boolean => rollout.canary.includes(reference);
  const busy = customers.filter((customer) => !isCanary(customer) && customer.changes.length > 0);
  const idle = customers.filter((customer) => !isCanary(customer) && customer.changes.length === 0);
  const ends = [...rollout.shares.map((share) => Math.ceil((busy.length * share) / 100)), busy.length];
  const parts = ends.map((end, step) => busy.slice(ends[step - 1] ?? 0, end));
  return [customers.filter(isCanary), ...parts, idle].filter((step) => step.length > 0);
}

/** Why the steps after this one are not started; undefined when all of its customers are confirmed. */
export function holdAfterStep(results: readonly CustomerResult[]): Hold | undefined {
  const open = results.filter(({ status }) => status !== "done" && status !== "unchanged");
  if (open.length === 0) return undefined;
  const names = open.map(({ reference }) => reference).toSorted();
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  return { why: "stopped", detail: `rollout: ${shown} not confirmed` };
}
