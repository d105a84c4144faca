import type { ChangeOutcome, CustomerResult, Outcome, RemainingDiff } from "../model/plan/outcome.ts";
import type { CustomerPlan } from "../model/plan/plan.ts";
import type { CustomerProgress } from "./context/progress.ts";

/** The result as far as the run has come; what was never reached is held as not started. */
export function customerResult(
  plan: CustomerPlan,
  progress: CustomerProgress,
  remaining: readonly RemainingDiff[],
): CustomerResult {
  const outcomes = plan.changes.map((change) => ({
    change,
    outcome: progress.outcome(change) ?? NOT_REACHED,
  }));
  return { plan, status: resultStatus(plan, outcomes, remaining), staleness: [], outcomes, remaining };
}

const NOT_REACHED: Outcome = {
  status: "held",
  hold: { why: "not-started", detail: "the run ended before it" },
};

function resultStatus(
  plan: CustomerPlan,
  outcomes: readonly ChangeOutcome[],
  remaining: readonly RemainingDiff[],
): CustomerResult["status"] {
  const isComplete =
    plan.status !== "ambiguous" &&
    plan.status !== "unreadable" &&
    remaining.length === 0 &&
    outcomes.every(({ outcome }) => outcome.status === "done" || outcome.status === "unchanged");
  if (!isComplete) return "incomplete";
  return outcomes.length > 0 ? "done" : "unchanged";
}
