import type { Change } from "../../model/plan/change.ts";
import type { ApplyResult, ChangeOutcome, CustomerResult } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Position, Diagnostic } from "../../model/diagnostic.ts";
import { formatStatus } from "../lines/customer-lines.ts";
import { formatDrift } from "../lines/drift-lines.ts";
import { approvalLines, formatHold } from "../wording/format-hold.ts";
import { formatRequest } from "../wording/format-outcome.ts";
import { RISK_WORDS, formatObject, formatVerb } from "../wording/format-change.ts";

/** Something to be said at a line of a manifest: what annotations and code scanning are made of. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** Stable, kebab-case: a problem's code, a risk's name, `held`, `drift`, … */
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly at?: Position;
  /** The same finding of the next run has the same identity, wherever its line has moved to. */
  readonly identity: string;
}

/** What a reviewer should see beside the manifest: what could not be planned, is held, is risky, or is warned about. */
export function planAnnotations(plan: Plan): readonly Annotation[] {
  return bySeverity(
    plan.customers.flatMap((customer) => [...customerFindings(customer), ...changesFindings(customer)]),
  );
}

/** Every difference at the line that wishes something else. */
export function driftAnnotations(plan: Plan): readonly Annotation[] {
  const differences = plan.customers.flatMap((customer) =>
    customer.changes.map((change): Annotation => {
      const text = `${formatDrift(change, customer.name)}; no pull request asked for it.`;
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

/** What is not done, at the line that wishes it. */
export function resultAnnotations(result: ApplyResult): readonly Annotation[] {
  return bySeverity(result.customers.flatMap((customer) => customerAnnotations(customer)));
}

/** Problems as they are. */
export function diagnosticAnnotations(diagnostics: readonly Diagnostic[]): readonly Annotation[] {
  return bySeverity(diagnostics.map((diagnostic) => problemFinding(diagnostic, "")));
}

function customerFindings(customer: CustomerPlan): readonly Annotation[] {
  const status = formatStatus(customer);
  const warnings = customer.warnings.map((warning) => problemFinding(warning, customer.reference));
  if (status === undefined) return warnings;
  const level = customer.status === "deleting" ? "warning" : "error";
  const title = `${customer.reference} is ${customer.status}`;
  return [
    {
      level,
      code: customer.status,
      title,
      text: status,
      at: customer.at,
      identity: identity(customer.status, customer),
    },
    ...warnings,
  ];
}

function changesFindings(customer: CustomerPlan): readonly Annotation[] {
  return customer.changes.flatMap((change) =>
    change.hold === undefined ? riskFindings(customer, change) : [holdFinding(customer, change, change.hold)],
  );
}

function riskFindings(customer: CustomerPlan, change: Change): readonly Annotation[] {
  const what = `${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  return change.risks.flatMap((finding): Annotation[] => {
    if (finding.severity === "allow") return [];
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

function holdFinding(customer: CustomerPlan, change: Change, hold: NonNullable<Change["hold"]>): Annotation {
  const help = approvalLines(hold).slice(1);
  const add =
    help.length === 0
      ? ""
      : ` To approve it, add under approve: ${help.map((text) => text.trim()).join(" ")}`;
  const title = `Held: ${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  const text = `${formatHold(hold)}.${add}`;
  return {
    level: "warning",
    code: "held",
    title,
    text,
    at: change.at,
    identity: identity("held", customer, change),
  };
}

function customerAnnotations(customer: CustomerResult): readonly Annotation[] {
  const { plan, status, staleness, remaining } = customer;
  const stale: Annotation = {
    level: "error",
    code: "stale",
    title: `${plan.reference} has moved since the plan was made`,
    text: staleness.join("; ") || "Make a new plan.",
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
    ...customer.outcomes.flatMap((item) => outcomeFindings(plan, item)),
    ...different,
  ];
}

function outcomeFindings(customer: CustomerPlan, { change, outcome }: ChangeOutcome): readonly Annotation[] {
  switch (outcome.status) {
    case "done":
    case "unchanged":
      return [];
    case "held":
      return [holdFinding(customer, change, outcome.hold)];
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

function problemFinding(diagnostic: Diagnostic, reference: string): Annotation {
  const text =
    diagnostic.hint === undefined ? diagnostic.summary : `${diagnostic.summary} (hint: ${diagnostic.hint})`;
  return {
    level: diagnostic.severity,
    code: diagnostic.code,
    title: diagnostic.code,
    text,
    identity: `${diagnostic.code} ${reference} ${diagnostic.at?.file ?? ""} ${diagnostic.summary}`,
    ...(diagnostic.at === undefined ? {} : { at: diagnostic.at }),
  };
}

function identity(code: string, customer: CustomerPlan, change?: Change): string {
  return `${code} ${customer.reference} ${change?.key ?? ""}`.trim();
}

/** Errors first: GitHub shows ten annotations of a kind per step. */
function bySeverity(findings: readonly Annotation[]): readonly Annotation[] {
  const order = ["error", "warning", "notice"];
  return findings.toSorted((left, right) => order.indexOf(left.level) - order.indexOf(right.level));
}
