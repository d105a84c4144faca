import type { ApplyResult } from "../model/plan/outcome.ts";
import type { Plan } from "../model/plan/plan.ts";
import type { Problem } from "../model/problem.ts";
import { checkProblems } from "./findings/check-problems.ts";
import { checksVerdict, doctorText, type DoctorLine } from "./text/doctor-text.ts";
import { driftText } from "./text/drift-text.ts";
import {
  driftFindings,
  planFindings,
  problemFindings,
  resultFindings,
  type Finding,
} from "./findings/findings.ts";
import { driftVerdict } from "./lines/drift-lines.ts";
import { githubCommands } from "./findings/github.ts";
import { planDocument } from "./json/json-plan.ts";
import { checksDocument, problemsDocument, resultDocument } from "./json/json-result.ts";
import type { Style } from "./text/layout.ts";
import {
  driftMarkdown,
  planMarkdown,
  problemsMarkdown,
  resultMarkdown,
  type MarkdownOptions,
} from "./markdown/markdown.ts";
import { resultVerdict } from "./wording/outcome-words.ts";
import { planText, planVerdict } from "./text/plan-text.ts";
import { problemsText } from "./text/problems-text.ts";
import { problemCount } from "./lines/problem-lines.ts";
import { resultText } from "./text/result-text.ts";
import { jsonText, terminalText } from "./sanitize.ts";
import { sarifText } from "./findings/sarif.ts";

/** What `--format` may be. */
export const FORMATS = ["text", "json", "markdown", "github", "sarif"] as const;
/** A format of `--format`. */
export type Format = (typeof FORMATS)[number];

/** All that a report may depend on besides its data. */
export interface ReportContext {
  readonly style: Style;
  readonly toolVersion: string;
  /** The command that was run, e.g. `apply`. */
  readonly command: string;
  readonly exitCode: number;
  /** What validation said: shown with every report. */
  readonly problems: readonly Problem[];
  readonly markdown?: MarkdownOptions;
  /** The date to propose in approvals, e.g. `2026-12-24`. */
  readonly approveUntil?: string;
}

/** One format: each kind of data to the text that is printed, without a line end behind it. */
export interface Reporter {
  readonly plan: (plan: Plan, context: ReportContext) => string;
  readonly drift: (plan: Plan, context: ReportContext) => string;
  readonly result: (result: ApplyResult, context: ReportContext) => string;
  /** For calls that have no plan and no result: `context.problems` is all there is. */
  readonly problems: (context: ReportContext) => string;
  /** What doctor has found. */
  readonly checks: (checks: readonly DoctorLine[], context: ReportContext) => string;
}

/** The formats; adding one is adding a row. */
export const REPORTERS = {
  text: {
    plan: (plan, context) =>
      joined(problemsBeside(plan, context), planText(plan, context.style, until(context))),
    drift: (plan, context) => joined(problems(context), driftText(plan, context.style)),
    result: (result, context) => joined(problems(context), resultText(result, context.style, until(context))),
    problems: (context) => problems(context),
    checks: (checks, context) => joined(problems(context), doctorText(checks, context.style)),
  },
  json: {
    plan: (plan, context) => jsonText(planDocument(plan, context.toolVersion, context.problems)),
    drift: (plan, context) => jsonText(planDocument(plan, context.toolVersion, context.problems)),
    result: (result, context) => jsonText(resultDocument(result, context)),
    problems: (context) => jsonText(problemsDocument(context.command, context)),
    checks: (checks, context) => jsonText(checksDocument(context.command, checks, context)),
  },
  markdown: {
    plan: (plan, context) => planMarkdown(plan, context.problems, markdown(context)),
    drift: (plan, context) => driftMarkdown(plan, context.problems, markdown(context)),
    result: (result, context) => resultMarkdown(result, context.problems, markdown(context)),
    problems: (context) => problemsMarkdown(context.problems, markdown(context)),
    checks: (checks, context) =>
      problemsMarkdown([...context.problems, ...checkProblems(checks)], markdown(context)),
  },
  github: {
    plan: (plan, context) => annotated([...found(context), ...planFindings(plan)], planVerdict(plan)),
    drift: (plan, context) =>
      annotated([...found(context), ...driftFindings(plan)], driftVerdict(plan.customers, plan.environment)),
    result: (result, context) =>
      annotated([...found(context), ...resultFindings(result)], resultVerdict(result)),
    problems: (context) => annotated(found(context), `${problemCount(context.problems)}.`),
    checks: (checks, context) =>
      annotated([...found(context), ...problemFindings(checkProblems(checks))], checksVerdict(checks)),
  },
  sarif: {
    plan: (plan, context) => sarifText([...found(context), ...planFindings(plan)], context.toolVersion),
    drift: (plan, context) => sarifText([...found(context), ...driftFindings(plan)], context.toolVersion),
    result: (result, context) =>
      sarifText([...found(context), ...resultFindings(result)], context.toolVersion),
    problems: (context) => sarifText(found(context), context.toolVersion),
    checks: (checks, context) =>
      sarifText([...found(context), ...problemFindings(checkProblems(checks))], context.toolVersion),
  },
} as const satisfies Record<Format, Reporter>;

function problems(context: ReportContext): string {
  return problemsText(context.problems, context.style);
}

/** The problems without those that stand in the block of their customer. */
function problemsBeside(plan: Plan, context: ReportContext): string {
  const warnings = plan.customers.flatMap((customer) => customer.warnings);
  const shown = new Set(warnings.map((warning) => JSON.stringify(warning)));
  const beside = context.problems.filter((problem) => !shown.has(JSON.stringify(problem)));
  return problemsText(beside, context.style);
}

function found(context: ReportContext): readonly Finding[] {
  return problemFindings(context.problems);
}

function markdown(context: ReportContext): MarkdownOptions {
  return { ...context.markdown, ...until(context) };
}

function until({ approveUntil }: ReportContext): { readonly approveUntil?: string } {
  return approveUntil === undefined ? {} : { approveUntil };
}

function annotated(findings: readonly Finding[], verdict: string): string {
  return [githubCommands(findings), terminalText(verdict)].filter((text) => text !== "").join("\n");
}

function joined(...parts: readonly string[]): string {
  return parts.filter((text) => text !== "").join("\n\n");
}
