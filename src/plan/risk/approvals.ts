import type { Approval, DesiredCustomer } from "../../model/customer/desired.ts";
import type { LocalTime } from "../../model/ports/clock.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Policy, RiskFinding, RiskName } from "../../model/plan/risk.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";

/** What is found of a risk that a change meets: what the policy says of it, and the approval that covers it now. */
export function assessRisk(
  risk: RiskName,
  detail: string,
  approvals: readonly Approval[],
  now: LocalTime,
  policy: Policy,
): RiskFinding | undefined {
  if (risk === "last-admin") return { risk, severity: "never", detail };
  const severity = policy[risk];
  if (severity === "allow") return undefined;
  const ofRisk = approvals.filter((candidate) => candidate.risk === risk);
  const approval = ofRisk.find((candidate) => isInForce(candidate, now));
  if (approval) return { risk, severity, detail, approvedBy: approval.reason };
  const later =
    severity === "approve" ? ofRisk.find((candidate) => isStillToCome(candidate, now)) : undefined;
  return { risk, severity, detail, ...defined({ window: later?.window }) };
}

/** Whether a finding keeps its change from being carried out. */
export function holdsBack(finding: RiskFinding): boolean {
  return finding.severity === "never" || (finding.severity === "approve" && finding.approvedBy === undefined);
}

/**
 * Warnings about approvals that do nothing: expired ones, and those whose risk the plan does not meet. `met` undefined: an
 * object is blocked, so nobody knows which risks its changes would meet, and no approval is called unused.
 */
export function approvalWarnings(
  desired: DesiredCustomer,
  met: ReadonlySet<RiskName> | undefined,
  now: LocalTime,
  context: PlanContext,
): readonly Diagnostic[] {
  return desired.approvals.flatMap((approval) => {
    const at = context.locate(approval.origin);
    const isExpired = approval.until < now.date && !isInForce(approval, now);
    if (isExpired) {
      const summary = `the approval of \`${approval.risk}\` expired on ${approval.until}`;
      return [
        {
          code: "approval-expired",
          severity: "warning",
          summary,
          hint: "remove it, or set a new date",
          at,
        },
      ];
    }
    if (met === undefined || met.has(approval.risk)) return [];
    const summary = `the approval of \`${approval.risk}\` is unused: no change has this risk`;
    return [{ code: "approval-unused", severity: "warning", summary, hint: "remove it", at }];
  });
}

/** Not over yet: only the hour of the day is wrong. */
function isStillToCome(approval: Approval, now: LocalTime): boolean {
  return approval.window !== undefined && now.date <= approval.until;
}

/** In force up to its last day, within its window; a night's window belongs to the evening on which it began. */
export function isInForce({ until, window }: Approval, now: LocalTime): boolean {
  if (window === undefined) return now.date <= until;
  const [start = "", end = ""] = window.split("-");
  const overMidnight = end <= start;
  if (!overMidnight) return now.time >= start && now.time < end && now.date <= until;
  if (now.time >= start) return now.date <= until;
  return now.time < end && now.yesterday <= until;
}
