import type { Position, Problem } from "../../model/problem.ts";
import { fixedLine, line, piece, type Line } from "../text/layout.ts";
import { count } from "../wording/words.ts";

/** A problem: `file:line:column  error  summary`, the offending line with its caret, and what to do about it. */
export function problemLines(problem: Problem, indent: number): readonly Line[] {
  const place = problem.at === undefined ? "" : `${positionWords(problem.at)}  `;
  const look = problem.severity === "error" ? "alarm" : "change";
  const excerpt = (problem.excerpt ?? "").split(/\r?\n/).filter((text) => text !== "");
  return [
    line(indent, [piece("faint", place), piece(look, problem.severity), `  ${problem.summary}`]),
    ...excerpt.slice(0, 2).map((text) => fixedLine(indent + 4, [piece("faint", text)])),
    ...(problem.hint === undefined ? [] : [line(indent + 4, [piece("strong", "hint:"), ` ${problem.hint}`])]),
  ];
}

/** `customers/acme.yaml:12:5`. */
function positionWords(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** `2 errors and 1 warning`; `no problems`. */
export function problemCount(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ];
  return parts.length === 0 ? "no problems" : parts.join(" and ");
}
