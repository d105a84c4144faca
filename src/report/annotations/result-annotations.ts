import {
  toPlanned,
  type ApplyResult,
  type ChangeResult,
  type CustomerResult,
} from "../../model/plan/outcome.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { formatBlocker, formatRequest } from "../wording/format-outcome.ts";
import { formatObject, formatVerb } from "../wording/format-change.ts";
import { bySeverity, identity, type Annotation } from "./annotation.ts";
import { customerFindings, holdFinding } from "./annotations.ts";

/** What is not done, at the line with the desired value. */
export function resultAnnotations(result: ApplyResult): readonly Annotation[] {
  return bySeverity(result.customers.flatMap((customer) => customerAnnotations(customer)));
}

function customerAnnotations(customer: CustomerResult): readonly Annotation[] {
  const { status, staleness, remaining } = customer;
  const plan = toPlanned(customer);
  const stale: Annotation = {
    level: "error",
    code: "stale",
    title: `${plan.reference}: live state or manifest changed since the plan`,
    text: staleness.join("; ") || "Re-plan.",
    at: plan.at,
    identity: identity("stale", plan),
  };
  const different = remaining.map(({ object, field, text }): Annotation => ({
    level: "warning",
    code: "still-different",
    title: "Still different after the apply",
    text,
    at: plan.at,
    identity: `still-different ${plan.reference} ${object} ${field}`,
  }));
  return [
    ...customerFindings(plan),
    ...(status === "stale" ? [stale] : []),
    ...customer.changes.flatMap((change) => outcomeFindings(plan, change, customer.changes)),
    ...different,
  ];
}

function outcomeFindings(
  customer: CustomerPlan,
  change: ChangeResult,
  changes: readonly ChangeResult[],
): readonly Annotation[] {
  const { outcome } = change;
  switch (outcome.status) {
    case "done":
    case "unchanged":
      return [];
    case "held":
      return [
        holdFinding(customer, change, outcome.hold, formatBlocker(outcome.hold, changes, customer.name)),
      ];
    case "failed":
    case "unknown": {
      const title = `${outcome.status === "failed" ? "Failed" : "Unknown"}: ${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
      const text =
        outcome.request === undefined ? outcome.why : `${outcome.why} (${formatRequest(outcome.request)})`;
      return [
        {
          level: "error",
          code: outcome.status,
          title,
          text,
          at: change.at,
          identity: identity(outcome.status, customer, change),
        },
      ];
    }
  }
}
