import type { Change, Hold } from "../model/change.ts";
import type { DesiredCustomer } from "../model/desired.ts";
import type { LocalTime } from "../model/edges.ts";
import type { RiskMark, RiskName } from "../model/risk.ts";
import { holdsBack, markRisk } from "./approvals.ts";
import type { PlanContext } from "./context.ts";
import type { Unweighed } from "./draft.ts";
import { groupRisks } from "./group-risks.ts";
import { RISK_RULES, type RiskFacts } from "./risk-rules.ts";

/** Gives every change its risks, and a hold to those whose risk is not approved. */
export function weigh(changes: readonly Unweighed[], facts: RiskFacts, now: LocalTime): readonly Change[] {
  const groups = groupRisks(changes, facts);
  return changes.map((change) => {
    const own = RISK_RULES.flatMap(({ risk, meets }) => {
      const detail = meets(change, facts);
      return detail === undefined ? [] : [{ risk, detail }];
    });
    const shared = groups.filter((group) => group.changes.has(change));
    return withRisks(change, [...own, ...shared], facts, now);
  });
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

function withRisks(
  change: Unweighed,
  found: readonly { readonly risk: RiskName; readonly detail: string }[],
  { desired, context }: RiskFacts,
  now: LocalTime,
): Change {
  const marks = found
    .map(({ risk, detail }) => markRisk(risk, detail, desired.approvals, now, context.policy))
    .filter((mark) => mark !== undefined);
  return withMarks({ ...change, risks: [] }, marks);
}

function withMarks(change: Change, risks: readonly RiskMark[]): Change {
  const hold = change.hold ?? holdFor(risks);
  return { ...change, risks, ...(hold && { hold }) };
}

function holdFor(risks: readonly RiskMark[]): Hold | undefined {
  const blocking = risks.filter(holdsBack);
  if (blocking.some((mark) => mark.severity === "never")) return { why: "last-admin" };
  return blocking.length > 0 ? { why: "not-approved", risks: blocking } : undefined;
}
