import { REPORTERS, type Format, type ReportContext } from "../../report/reporters.ts";
import type { Answer } from "./answer.ts";
import type { Io } from "./io.ts";
import { writeReports } from "./report-files.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** How an answer is wanted. */
export interface Manner {
  readonly format: Format;
  readonly color: boolean;
}

/** The one printer: the answer as text on stdout, alone. Sentences for a person go to stderr in the other formats. */
export function printAnswer(answer: Answer, manner: Manner, io: Io): void {
  const text = render(answer, manner, io);
  if (text !== "") io.stdout(`${text}\n`);
  writeReports((format) => render(answer, { format, color: false }, { ...io, width: REPORT_WIDTH }), io);
}

/** A file has no width of its own. */
const REPORT_WIDTH = 100;

/** Whether colours are wanted and can be shown. */
export function usesColor(manner: Manner, isTerminal: boolean, env: Io["env"]): boolean {
  return manner.color && isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

function render(answer: Answer, manner: Manner, io: Io): string {
  const reporter = REPORTERS[manner.format];
  const context = contextOf(answer, manner, io);
  const { said } = answer;
  switch (said.kind) {
    case "plan":
      return reporter.plan(said.plan, context);
    case "drift":
      return reporter.drift(said.plan, context);
    case "result":
      return reporter.result(said.result, context);
    case "checks":
      return reporter.checks(said.checks, context);
    case "problems": {
      const problems = reporter.problems(context);
      return manner.format === "text"
        ? [problems, said.text].filter((part) => part !== "").join("\n\n")
        : problems;
    }
  }
}

function contextOf(answer: Answer, manner: Manner, io: Io): ReportContext {
  return {
    style: { color: usesColor(manner, io.stdoutIsTerminal, io.env), width: io.width },
    toolVersion: TOOL_VERSION,
    command: answer.command,
    exitCode: answer.exitCode,
    problems: answer.problems,
    approveUntil: dayInTwoWeeks(io.clock.now()),
    markdown: { limit: COMMENT_LIMIT, artifactHint: "the artifact of the run" },
  };
}

/** GitHub takes 65,536 characters; what posts the comment adds a link to its run. */
const COMMENT_LIMIT = 65_000;

const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;

/** The date that a plan proposes for an approval: long enough to review, short enough to expire by itself. */
export function dayInTwoWeeks(now: number): string {
  return new Date(now + TWO_WEEKS).toISOString().slice(0, 10);
}
