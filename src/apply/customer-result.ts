import {
  toCustomerResult,
  type CustomerResult,
  type Outcome,
  type RemainingDiff,
} from "../model/plan/outcome.ts";
import type { CustomerPlan } from "../model/plan/plan.ts";
import type { CustomerProgress } from "./context/progress.ts";

/** The result as far as the run has come; what was never reached is held as not started. */
export function customerResult(
  plan: CustomerPlan,
  progress: CustomerProgress,
  remaining: readonly RemainingDiff[],
): CustomerResult {
  const outcomes = plan.changes.map((change) => progress.outcome(change) ?? NOT_REACHED);
  const status = resultStatus(plan, outcomes, remaining);
  return toCustomerResult(
    plan,
    { status, staleness: [], remaining },
    (_change, index) => outcomes[index] ?? NOT_REACHED,
  );
}

const NOT_REACHED: Outcome = {
  status: "held",
  hold: { why: "not-started", detail: "the run ended first" },
};

function resultStatus(
  { status, blocked }: CustomerPlan,
  outcomes: readonly Outcome[],
  remaining: readonly RemainingDiff[],
): CustomerResult["status"] {
  const isRead = status !== "ambiguous" && status !== "unreadable" && blocked.length === 0;
  const isCarriedOut = outcomes.every(
    (outcome) => outcome.status === "done" || outcome.status === "unchanged",
  );
  if (!isRead || !isCarriedOut || remaining.length > 0) return "incomplete";
  return outcomes.length > 0 ? "done" : "unchanged";
}
