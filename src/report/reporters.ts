import type { ApplyResult } from "../model/plan/outcome.ts";
import { defined } from "../model/json/defined.ts";
import type { Plan } from "../model/plan/plan.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { checkDiagnostics } from "./annotations/check-diagnostics.ts";
import { checksVerdict, doctorText, type DoctorLine } from "./text/doctor-text.ts";
import { driftText } from "./text/drift-text.ts";
import { driftAnnotations, planAnnotations, diagnosticAnnotations } from "./annotations/annotations.ts";
import { driftVerdict } from "./lines/drift-lines.ts";
import type { Annotation } from "./annotations/annotation.ts";
import { resultAnnotations } from "./annotations/result-annotations.ts";
import { githubCommands } from "./annotations/github.ts";
import { checksDocument, diagnosticsDocument, resultDocument } from "./json/json-result.ts";
import type { Style } from "./layout.ts";
import {
  driftMarkdown,
  planMarkdown,
  problemsMarkdown,
  resultMarkdown,
  type MarkdownOptions,
} from "./markdown/markdown.ts";
import { resultVerdict } from "./wording/format-outcome.ts";
import { planText, planVerdict } from "./text/plan-text.ts";
import { diagnosticsText } from "./text/diagnostics-text.ts";
import { problemCount } from "./lines/diagnostic-lines.ts";
import { resultText } from "./text/result-text.ts";
import { jsonText, terminalText } from "./sanitize.ts";
import { sarifText } from "./annotations/sarif.ts";

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
  readonly diagnostics: readonly Diagnostic[];
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
  readonly diagnostics: (context: ReportContext) => string;
  /** What doctor has found. */
  readonly checks: (checks: readonly DoctorLine[], context: ReportContext) => string;
}

/** The formats; adding one is adding a row. */
export const REPORTERS = {
  text: {
    plan: (plan, context) =>
      joined(problemsBeside(plan, context), planText(plan, context.style, until(context))),
    drift: (plan, context) => joined(diagnostics(context), driftText(plan, context.style)),
    result: (result, context) =>
      joined(diagnostics(context), resultText(result, context.style, until(context))),
    diagnostics: (context) => diagnostics(context),
    checks: (checks, context) => joined(diagnostics(context), doctorText(checks, context.style)),
  },
  json: {
    plan: (plan) => jsonText(plan),
    drift: (plan) => jsonText(plan),
    result: (result, context) => jsonText(resultDocument(result, context)),
    diagnostics: (context) => jsonText(diagnosticsDocument(context.command, context)),
    checks: (checks, context) => jsonText(checksDocument(context.command, checks, context)),
  },
  markdown: {
    plan: (plan, context) => planMarkdown(plan, context.diagnostics, markdown(context)),
    drift: (plan, context) => driftMarkdown(plan, context.diagnostics, markdown(context)),
    result: (result, context) => resultMarkdown(result, context.diagnostics, markdown(context)),
    diagnostics: (context) => problemsMarkdown(context.diagnostics, markdown(context)),
    checks: (checks, context) =>
      problemsMarkdown([...context.diagnostics, ...checkDiagnostics(checks)], markdown(context)),
  },
  github: {
    plan: (plan, context) => annotated([...found(context), ...planAnnotations(plan)], planVerdict(plan)),
    drift: (plan, context) =>
      annotated(
        [...found(context), ...driftAnnotations(plan)],
        driftVerdict(plan.customers, plan.environment),
      ),
    result: (result, context) =>
      annotated([...found(context), ...resultAnnotations(result)], resultVerdict(result)),
    diagnostics: (context) => annotated(found(context), `${problemCount(context.diagnostics)}.`),
    checks: (checks, context) =>
      annotated(
        [...found(context), ...diagnosticAnnotations(checkDiagnostics(checks))],
        checksVerdict(checks),
      ),
  },
  sarif: {
    plan: (plan, context) => sarifText([...found(context), ...planAnnotations(plan)], context.toolVersion),
    drift: (plan, context) => sarifText([...found(context), ...driftAnnotations(plan)], context.toolVersion),
    result: (result, context) =>
      sarifText([...found(context), ...resultAnnotations(result)], context.toolVersion),
    diagnostics: (context) => sarifText(found(context), context.toolVersion),
    checks: (checks, context) =>
      sarifText([...found(context), ...diagnosticAnnotations(checkDiagnostics(checks))], context.toolVersion),
  },
} as const satisfies Record<Format, Reporter>;

function diagnostics(context: ReportContext): string {
  return diagnosticsText(context.diagnostics, context.style);
}

/** The problems without those that are in the block of their customer. */
function problemsBeside(plan: Plan, context: ReportContext): string {
  const warnings = plan.customers.flatMap((customer) => customer.warnings);
  const shown = new Set(warnings.map((warning) => JSON.stringify(warning)));
  const beside = context.diagnostics.filter((diagnostic) => !shown.has(JSON.stringify(diagnostic)));
  return diagnosticsText(beside, context.style);
}

function found(context: ReportContext): readonly Annotation[] {
  return diagnosticAnnotations(context.diagnostics);
}

function markdown(context: ReportContext): MarkdownOptions {
  return { ...context.markdown, ...until(context) };
}

function until({ approveUntil }: ReportContext): { readonly approveUntil?: string } {
  return defined({ approveUntil });
}

function annotated(findings: readonly Annotation[], verdict: string): string {
  return [githubCommands(findings), terminalText(verdict)].filter((text) => text !== "").join("\n");
}

function joined(...parts: readonly string[]): string {
  return parts.filter((text) => text !== "").join("\n\n");
}
