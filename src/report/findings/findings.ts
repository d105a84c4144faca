import type { Change } from "../../model/plan/change.ts";
import type { ApplyResult, ChangeOutcome, CustomerResult } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import type { Position, Problem } from "../../model/problem.ts";
import { statusWords } from "../lines/customer-lines.ts";
import { driftWords } from "../lines/drift-lines.ts";
import { approvalLines, holdWords } from "../wording/hold-words.ts";
import { requestWords } from "../wording/outcome-words.ts";
import { RISK_WORDS, objectOf, verbOf } from "../wording/words.ts";

/** Something to be said at a line of a manifest: what annotations and code scanning are made of. */
export interface Finding {
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
export function planFindings(plan: Plan): readonly Finding[] {
  return bySeverity(
    plan.customers.flatMap((customer) => [...customerFindings(customer), ...changesFindings(customer)]),
  );
}

/** Every difference at the line that wishes something else. */
export function driftFindings(plan: Plan): readonly Finding[] {
  const differences = plan.customers.flatMap((customer) =>
    customer.changes.map((change): Finding => {
      const text = `${driftWords(change, customer.name)}; no pull request asked for it.`;
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
export function resultFindings(result: ApplyResult): readonly Finding[] {
  return bySeverity(result.customers.flatMap((customer) => resultOf(customer)));
}

/** Problems as they are. */
export function problemFindings(problems: readonly Problem[]): readonly Finding[] {
  return bySeverity(problems.map((problem) => problemFinding(problem, "")));
}

function customerFindings(customer: CustomerPlan): readonly Finding[] {
  const status = statusWords(customer);
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

function changesFindings(customer: CustomerPlan): readonly Finding[] {
  return customer.changes.flatMap((change) =>
    change.hold === undefined ? riskFindings(customer, change) : [holdFinding(customer, change, change.hold)],
  );
}

function riskFindings(customer: CustomerPlan, change: Change): readonly Finding[] {
  const what = `${verbOf(change).plan} ${objectOf(change, customer.name)}`;
  return change.risks.flatMap((mark): Finding[] => {
    if (mark.severity === "allow") return [];
    const detail = mark.detail === "" ? "" : `: ${mark.detail}`;
    const approved = mark.approvedBy === undefined ? "" : ` (approved: ${mark.approvedBy})`;
    const level = mark.severity === "note" || mark.approvedBy !== undefined ? "notice" : "warning";
    const text = `${what}${detail}${approved}`;
    return [
      {
        level,
        code: mark.risk,
        title: RISK_WORDS[mark.risk],
        text,
        at: change.at,
        identity: identity(mark.risk, customer, change),
      },
    ];
  });
}

function holdFinding(customer: CustomerPlan, change: Change, hold: NonNullable<Change["hold"]>): Finding {
  const help = approvalLines(hold).slice(1);
  const add =
    help.length === 0
      ? ""
      : ` To approve it, add under approve: ${help.map((text) => text.trim()).join(" ")}`;
  const title = `Held: ${verbOf(change).plan} ${objectOf(change, customer.name)}`;
  const text = `${holdWords(hold)}.${add}`;
  return {
    level: "warning",
    code: "held",
    title,
    text,
    at: change.at,
    identity: identity("held", customer, change),
  };
}

function resultOf(customer: CustomerResult): readonly Finding[] {
  const { plan, status, moved, remainders } = customer;
  const stale: Finding = {
    level: "error",
    code: "stale",
    title: `${plan.reference} has moved since the plan was made`,
    text: moved.join("; ") || "Make a new plan.",
    at: plan.at,
    identity: identity("stale", plan),
  };
  const different = remainders.map(({ object, field, text }): Finding => ({
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

function outcomeFindings(customer: CustomerPlan, { change, outcome }: ChangeOutcome): readonly Finding[] {
  switch (outcome.status) {
    case "done":
    case "unchanged":
      return [];
    case "held":
      return [holdFinding(customer, change, outcome.hold)];
    case "failed":
    case "unknown": {
      const title = `${outcome.status === "failed" ? "Failed" : "Unknown"}: ${verbOf(change).plan} ${objectOf(change, customer.name)}`;
      const text =
        outcome.request === undefined ? outcome.why : `${outcome.why} (${requestWords(outcome.request)})`;
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

function problemFinding(problem: Problem, reference: string): Finding {
  const text = problem.hint === undefined ? problem.summary : `${problem.summary} (hint: ${problem.hint})`;
  return {
    level: problem.severity,
    code: problem.code,
    title: problem.code,
    text,
    identity: `${problem.code} ${reference} ${problem.at?.file ?? ""} ${problem.summary}`,
    ...(problem.at === undefined ? {} : { at: problem.at }),
  };
}

function identity(code: string, customer: CustomerPlan, change?: Change): string {
  return `${code} ${customer.reference} ${change?.key ?? ""}`.trim();
}

/** Errors first: GitHub shows ten annotations of a kind per step. */
function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const order = ["error", "warning", "notice"];
  return findings.toSorted((left, right) => order.indexOf(left.level) - order.indexOf(right.level));
}
