import type { Change, Hold } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { LocalTime } from "../../model/ports/clock.ts";
import type { RiskFinding, RiskName } from "../../model/plan/risk.ts";
import { holdsBack, assessRisk } from "./approvals.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";
import type { UnassessedChange } from "../diff.ts";
import { GROUP_RULES } from "./group-risks.ts";
import type { RiskFacts } from "./risk-facts.ts";
import { RISK_RULES } from "./risk-rules.ts";

/**
 * Gives every change its risks, and a hold to those whose risk is not approved. The risks of several changes together come
 * last: an admin whose promotion is held is none who is coming, and one whose removal is held stays.
 */
export function assessRisks(
  changes: readonly UnassessedChange[],
  facts: RiskFacts,
  now: LocalTime,
): readonly Change[] {
  const { desired, context } = facts;
  const own = changes.map((change) => withOwnRisks(change, facts, now));
  return GROUP_RULES.reduce<readonly Change[]>((assessed, rule) => {
    const group = rule(assessed, facts);
    if (!group) return assessed;
    return assessed.map((change) =>
      group.changes.has(change) ? addRisk(change, group, desired, now, context) : change,
    );
  }, own);
}

/** Adds one more risk to a change that is assessed already (mass changes over customers). */
export function addRisk(
  change: Change,
  found: { readonly risk: RiskName; readonly detail: string },
  desired: DesiredCustomer,
  now: LocalTime,
  context: PlanContext,
): Change {
  const finding = assessRisk(found.risk, found.detail, desired.approvals, now, context.policy);
  return finding ? withFindings(change, [...change.risks, finding]) : change;
}

function withOwnRisks(change: UnassessedChange, facts: RiskFacts, now: LocalTime): Change {
  const { desired, context } = facts;
  const findings = RISK_RULES.flatMap(({ risk, meets }) => {
    const detail = meets(change, facts);
    return detail === undefined ? [] : [assessRisk(risk, detail, desired.approvals, now, context.policy)];
  });
  return withFindings(
    { ...change, risks: [] },
    findings.filter((finding) => finding !== undefined),
  );
}

/** A hold for another reason than its risks stays what it is. */
function withFindings(change: Change, risks: readonly RiskFinding[]): Change {
  const isHeldOtherwise = change.hold !== undefined && change.hold.why !== "not-approved";
  const hold = isHeldOtherwise ? change.hold : holdUnlessApproved(risks);
  return { ...change, risks, ...defined({ hold }) };
}

function holdUnlessApproved(risks: readonly RiskFinding[]): Hold | undefined {
  const blocking = risks.filter(holdsBack);
  if (blocking.some((finding) => finding.severity === "never")) return { why: "last-admin" };
  return blocking.length > 0 ? { why: "not-approved", risks: blocking.map(({ risk }) => risk) } : undefined;
}
