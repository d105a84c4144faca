import type { ApplyResult, CustomerResult, Outcome } from "../../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { composeComment, type CommentDetail, type CommentOptions, type CommentRow } from "./comment.ts";
import { customerBody, formatStatus } from "../lines/customer-lines.ts";
import { driftLines, driftVerdict } from "../lines/drift-lines.ts";
import { render, type Line } from "../layout.ts";
import { INTERRUPTIONS, isIncomplete, nextSteps, resultVerdict } from "../wording/format-outcome.ts";
import { isWorthShowing, planVerdict } from "../text/plan-text.ts";
import { problemCount, diagnosticLines } from "../lines/diagnostic-lines.ts";
import { resultLines } from "../text/result-text.ts";
import { RISK_WORDS, formatCount, listSome } from "../wording/format-change.ts";

/** How a comment is made, and the date that its approvals propose. */
export interface MarkdownOptions extends CommentOptions {
  readonly approveUntil?: string;
}

/** The plan as one comment of a pull request: a verdict, a table of customers, the details folded. */
export function planMarkdown(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  options: MarkdownOptions = {},
): string {
  const shown = plan.customers.filter(isWorthShowing);
  const setting = { indent: 0, ...until(options) };
  const comment = {
    title: ["Plan for", plan.environment] as const,
    verdict: planVerdict(plan),
    columns: ["customer", "create", "update", "delete", "held", "notes"],
    rows: shown.map((customer) => planRow(customer)),
    details: [
      ...problemDetails(diagnostics),
      ...shown.map((customer) => detail(customer, customerBody(customer, setting), "diff")),
    ],
    tail: asides(plan),
  };
  return composeComment(comment, options);
}

/** Live changes not made through git, as the text of an issue. */
export function driftMarkdown(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  options: MarkdownOptions = {},
): string {
  const shown = plan.customers.filter(isWorthShowing);
  const different = shown.filter(({ changes, blocked }) => changes.length + blocked.length > 0);
  const comment = {
    title: ["Drift in", plan.environment] as const,
    verdict: driftVerdict(plan.customers, plan.environment),
    columns: ["customer", "differences", "notes"],
    rows: shown.map((customer) => ({
      customer: name(customer),
      cells: [`${customer.changes.length}`, joined(statusCell(customer), blockedCell(customer))],
    })),
    details: [
      ...problemDetails(diagnostics),
      ...different.map((customer) => detail(customer, driftLines(customer, 0), "diff")),
    ],
    tail: asides(plan),
  };
  return composeComment(comment, options);
}

/** What an apply did, with what is not done in the details. */
export function resultMarkdown(
  result: ApplyResult,
  diagnostics: readonly Diagnostic[],
  options: MarkdownOptions = {},
): string {
  const shown = result.customers.filter(
    (customer) => customer.status !== "unchanged" || isIncomplete(customer),
  );
  const setting = { indent: 0, ...until(options) };
  const interrupted = result.interrupted === undefined ? [] : [INTERRUPTIONS[result.interrupted]];
  const comment = {
    title: ["Apply to", result.environment] as const,
    verdict: resultVerdict(result),
    columns: ["customer", "result", "done", "failed", "held", "unknown"],
    rows: shown.map((customer) => resultRow(customer)),
    details: [
      ...problemDetails(diagnostics),
      ...shown
        .filter((customer) => isIncomplete(customer))
        .map((customer) => detail(customer, resultLines(customer, setting), "text")),
    ],
    tail: [...interrupted, ...nextSteps(result)],
  };
  return composeComment(comment, options);
}

/** The diagnostics of a call that has no plan and no result to show. */
export function problemsMarkdown(diagnostics: readonly Diagnostic[], options: MarkdownOptions = {}): string {
  const verdict = diagnostics.length === 0 ? "No problems." : `${problemCount(diagnostics)}.`;
  const details = problemDetails(diagnostics);
  return composeComment(
    { title: ["Problems", ""], verdict, columns: [], rows: [], details, tail: [] },
    options,
  );
}

/** Wide enough for a comment's code block. */
const STYLE = { color: false, width: 110 };

function detail(customer: Named, lines: readonly Line[], language: CommentDetail["language"]): CommentDetail {
  return { customer: name(customer), text: render(lines, STYLE), language };
}

type Named = Pick<CustomerPlan, "reference" | "name">;

function name(customer: Named): readonly [string, string] {
  return [customer.reference, customer.name];
}

function until(options: MarkdownOptions): { readonly approveUntil?: string } {
  return defined({ approveUntil: options.approveUntil });
}

function planRow(customer: CustomerPlan): CommentRow {
  const counted = (["create", "update", "delete"] as const).map(
    (action) => `${customer.changes.filter((change) => change.action === action).length}`,
  );
  const held = customer.changes.filter((change) => change.hold !== undefined).length;
  const findings = customer.changes.flatMap((change) => change.risks);
  const risks = [...new Set(findings.map((finding) => RISK_WORDS[finding.risk]))].join(", ");
  return {
    customer: name(customer),
    cells: [...counted, `${held}`, joined(statusCell(customer), blockedCell(customer), risks)],
  };
}

function joined(...notes: readonly string[]): string {
  return notes.filter((note) => note !== "").join("; ");
}

function blockedCell({ blocked }: CustomerPlan): string {
  return blocked.length === 0 ? "" : `${blocked.length} blocked`;
}

function statusCell(customer: CustomerPlan): string {
  if (formatStatus(customer) === undefined) return "";
  return customer.why === undefined ? customer.status : `${customer.status}: ${customer.why}`;
}

function resultRow(result: CustomerResult): CommentRow {
  const counted = (status: Outcome["status"]): string =>
    `${result.changes.filter(({ outcome }) => outcome.status === status).length}`;
  const cells = [result.status, counted("done"), counted("failed"), counted("held"), counted("unknown")];
  return { customer: name(result), cells };
}

function asides(plan: Plan): readonly string[] {
  const quiet = plan.customers.filter((customer) => !isWorthShowing(customer)).length;
  const gone = plan.noLongerManaged;
  return [
    ...(quiet === 0 ? [] : [`${formatCount(quiet, "customer")} unchanged.`]),
    ...(gone.length === 0
      ? []
      : [`Manifest removed: no longer managed; live customer untouched: ${listSome(gone)}.`]),
  ];
}

/** Diagnostics, folded by file, so that a shortened comment keeps whole files. */
function problemDetails(diagnostics: readonly Diagnostic[]): readonly CommentDetail[] {
  const files = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const file = diagnostic.at?.file ?? "";
    files.set(file, [...(files.get(file) ?? []), diagnostic]);
  }
  return [...files].map(([file, found]) => ({
    customer: [problemCount(found), file],
    text: render(
      found.flatMap((diagnostic) => diagnosticLines(diagnostic, 0)),
      STYLE,
    ),
    language: "text",
  }));
}
