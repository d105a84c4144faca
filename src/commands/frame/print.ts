import { REPORTERS, type Format, type ReportContext } from "../../report/reporters.ts";
import { maskJson } from "./mask-json.ts";
import type { CommandResult } from "./command-result.ts";
import type { Io } from "./io.ts";
import { writeReports } from "./report-files.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** How an result is wanted. */
export interface OutputOptions {
  readonly format: Format;
  readonly color: boolean;
}

/** The one printer: the result as text on stdout, alone. Sentences for a person go to stderr in the other formats. */
export function printResult(result: CommandResult, output: OutputOptions, io: Io): void {
  const text = render(result, output, io);
  if (text !== "") io.stdout(`${text}\n`);
  writeReports((format) => render(result, { format, color: false }, { ...io, width: REPORT_WIDTH }), io);
}

/** A file has no width of its own. */
const REPORT_WIDTH = 100;

/** Whether colours are wanted and can be shown. */
export function usesColor(output: OutputOptions, isTerminal: boolean, env: Io["env"]): boolean {
  return output.color && isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** A service may store a key in a name: whatever is printed is masked. In JSON only texts are, so that it stays JSON. */
function render(result: CommandResult, output: OutputOptions, io: Io): string {
  const text = renderPlainly(result, output, io);
  return output.format === "json" || output.format === "sarif" ? maskJson(text, io.redact) : io.redact(text);
}

function renderPlainly(result: CommandResult, output: OutputOptions, io: Io): string {
  const reporter = REPORTERS[output.format];
  const context = reportContext(result, output, io);
  const { said } = result;
  switch (said.kind) {
    case "plan":
      return reporter.plan(said.plan, context);
    case "drift":
      return reporter.drift(said.plan, context);
    case "result":
      return reporter.result(said.result, context);
    case "checks":
      return reporter.checks(said.checks, context);
    case "diagnostics": {
      const diagnostics = reporter.diagnostics(context);
      return output.format === "text"
        ? [diagnostics, said.text].filter((part) => part !== "").join("\n\n")
        : diagnostics;
    }
  }
}

function reportContext(result: CommandResult, output: OutputOptions, io: Io): ReportContext {
  return {
    style: { color: usesColor(output, io.stdoutIsTerminal, io.env), width: io.width },
    toolVersion: TOOL_VERSION,
    command: result.command,
    exitCode: result.exitCode,
    diagnostics: result.diagnostics,
    approveUntil: dayInTwoWeeks(io.clock.now()),
    markdown: { limit: COMMENT_LIMIT, artifactHint: "the artifact of the run" },
  };
}

/** GitHub takes 65,536 characters; what posts the comment adds a link to its run. */
const COMMENT_LIMIT = 65_000;

const TWO_WEEKS_MS = 14 * 24 * 60 * 60 * 1000;

/** The date that a plan proposes for an approval: long enough to review, short enough to expire by itself. */
export function dayInTwoWeeks(now: number): string {
  return new Date(now + TWO_WEEKS_MS).toISOString().slice(0, 10);
}
