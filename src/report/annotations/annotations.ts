import type { Change, Hold } from "../../model/plan/change.ts";
import type { BlockedObject, CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatBlocked, formatStatus } from "../lines/customer-lines.ts";
import { formatDrift } from "../lines/drift-lines.ts";
import { approvalLines, formatHold, formatObjectKey } from "../wording/format-hold.ts";
import { RISK_WORDS, formatObject, formatVerb } from "../wording/format-change.ts";
import { bySeverity, identity, problemAnnotation, type Annotation } from "./annotation.ts";

/** What a reviewer should see beside the manifest: what could not be planned, is held, is risky, or is warned about. */
export function planAnnotations(plan: Plan): readonly Annotation[] {
  return bySeverity(
    plan.customers.flatMap((customer) => [...customerFindings(customer), ...changesFindings(customer)]),
  );
}

/** Every difference at the line with the desired value. */
export function driftAnnotations(plan: Plan): readonly Annotation[] {
  const differences = plan.customers.flatMap((customer) =>
    customer.changes.map((change): Annotation => {
      const text = `${formatDrift(change, customer.name)}: live change not made through git.`;
      return {
        level: "warning",
        code: "drift",
        title: "Drift",
        text,
        at: change.at,
        identity: identity("drift", customer, change),
      };
    }),
  );
  return bySeverity([...plan.customers.flatMap((customer) => customerFindings(customer)), ...differences]);
}

/** The diagnostics, unchanged. */
export function diagnosticAnnotations(diagnostics: readonly Diagnostic[]): readonly Annotation[] {
  return bySeverity(diagnostics.map((diagnostic) => problemAnnotation(diagnostic, "")));
}

/** What is in the way of a customer as a whole, what of it is blocked, and its warnings. */
export function customerFindings(customer: CustomerPlan): readonly Annotation[] {
  const status = formatStatus(customer);
  const others = [
    ...customer.blocked.map((object) => blockedFinding(customer, object)),
    ...customer.warnings.map((warning) => problemAnnotation(warning, customer.reference)),
  ];
  if (status === undefined) return others;
  const level = customer.status === "deleting" ? "warning" : "error";
  const title = `${customer.reference} cannot be planned`;
  return [
    {
      level,
      code: customer.status,
      title,
      text: status,
      at: customer.at,
      identity: identity(customer.status, customer),
    },
    ...others,
  ];
}

function blockedFinding(customer: CustomerPlan, object: BlockedObject): Annotation {
  return {
    level: "warning",
    code: "blocked",
    title: `Blocked: ${formatObjectKey(object.key)}`,
    text: formatBlocked(object),
    at: object.at,
    identity: identity("blocked", customer, object),
  };
}

function changesFindings(customer: CustomerPlan): readonly Annotation[] {
  return customer.changes.flatMap((change) =>
    change.hold === undefined ? riskFindings(customer, change) : [holdFinding(customer, change, change.hold)],
  );
}

function riskFindings(customer: CustomerPlan, change: Change): readonly Annotation[] {
  const what = `${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  return change.risks.flatMap((finding): Annotation[] => {
    const detail = finding.detail === "" ? "" : `: ${finding.detail}`;
    const approved = finding.approvedBy === undefined ? "" : ` (approved: ${finding.approvedBy})`;
    const level = finding.severity === "note" || finding.approvedBy !== undefined ? "notice" : "warning";
    const text = `${what}${detail}${approved}`;
    return [
      {
        level,
        code: finding.risk,
        title: RISK_WORDS[finding.risk],
        text,
        at: change.at,
        identity: identity(finding.risk, customer, change),
      },
    ];
  });
}

/** A change that is held, and the lines that would let it go ahead. */
export function holdFinding(
  customer: CustomerPlan,
  change: Change,
  hold: Hold,
  blocker?: string,
): Annotation {
  const help = approvalLines(hold, change.risks).slice(1);
  const add =
    help.length === 0
      ? ""
      : ` To approve, add under \`approve\`: ${help.map((text) => text.trim()).join(" ")}`;
  const title = `Held: ${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  const text = `${formatHold(hold, change.risks, blocker)}.${add}`;
  return {
    level: "warning",
    code: "held",
    title,
    text,
    at: change.at,
    identity: identity("held", customer, change),
  };
}
