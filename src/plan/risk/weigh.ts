import type { Change, Hold } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { LocalTime } from "../../model/ports/edges.ts";
import type { RiskMark, RiskName } from "../../model/plan/risk.ts";
import { holdsBack, markRisk } from "./approvals.ts";
import type { PlanContext } from "../context.ts";
import type { Unweighed } from "../draft.ts";
import { GROUP_RULES } from "./group-risks.ts";
import { RISK_RULES, type RiskFacts } from "./risk-rules.ts";

/**
 * Gives every change its risks, and a hold to those whose risk is not approved. The risks of several changes together come
 * last: an admin whose promotion is held is none who is coming, and one whose removal is held stays.
 */
export function weigh(changes: readonly Unweighed[], facts: RiskFacts, now: LocalTime): readonly Change[] {
  const { desired, context } = facts;
  const own = changes.map((change) => withOwnRisks(change, facts, now));
  return GROUP_RULES.reduce<readonly Change[]>((weighed, rule) => {
    const group = rule(weighed, facts);
    if (!group) return weighed;
    return weighed.map((change) =>
      group.changes.has(change) ? addRisk(change, group, desired, now, context) : change,
    );
  }, own);
}

/** Adds one more risk to a change that is weighed already (mass changes over customers). */
export function addRisk(
  change: Change,
  found: { readonly risk: RiskName; readonly detail: string },
  desired: DesiredCustomer,
  now: LocalTime,
  context: PlanContext,
): Change {
  const mark = markRisk(found.risk, found.detail, desired.approvals, now, context.policy);
  return mark ? withMarks(change, [...change.risks, mark]) : change;
}

function withOwnRisks(change: Unweighed, facts: RiskFacts, now: LocalTime): Change {
  const { desired, context } = facts;
  const marks = RISK_RULES.flatMap(({ risk, meets }) => {
    const detail = meets(change, facts);
    return detail === undefined ? [] : [markRisk(risk, detail, desired.approvals, now, context.policy)];
  });
  return withMarks(
    { ...change, risks: [] },
    marks.filter((mark) => mark !== undefined),
  );
}

/** A hold for another reason than its risks stays what it is. */
function withMarks(change: Change, risks: readonly RiskMark[]): Change {
  const isHeldOtherwise = change.hold !== undefined && change.hold.why !== "not-approved";
  const hold = isHeldOtherwise ? change.hold : holdFor(risks);
  return { ...change, risks, ...(hold && { hold }) };
}

function holdFor(risks: readonly RiskMark[]): Hold | undefined {
  const blocking = risks.filter(holdsBack);
  if (blocking.some((mark) => mark.severity === "never")) return { why: "last-admin" };
  return blocking.length > 0 ? { why: "not-approved", risks: blocking } : undefined;
}
