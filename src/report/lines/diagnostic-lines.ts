import type { Position, Diagnostic } from "../../model/diagnostic.ts";
import { fixedLine, line, piece, type Line } from "../layout.ts";
import { formatCount } from "../wording/format-change.ts";

/** A problem: `file:line:column  error  summary`, the offending line with its caret, and what to do about it. */
export function diagnosticLines(diagnostic: Diagnostic, indent: number): readonly Line[] {
  const place = diagnostic.at === undefined ? "" : `${formatLinkedPosition(diagnostic.at)}  `;
  const look = diagnostic.severity === "error" ? "alarm" : "change";
  const excerpt = (diagnostic.excerpt ?? "").split(/\r?\n/).filter((text) => text !== "");
  return [
    line(indent, [piece("faint", place), piece(look, diagnostic.severity), `  ${diagnostic.summary}`]),
    ...excerpt.slice(0, 2).map((text) => fixedLine(indent + 4, [piece("faint", text)])),
    ...(diagnostic.hint === undefined
      ? []
      : [line(indent + 4, [piece("strong", "hint:"), ` ${diagnostic.hint}`])]),
  ];
}

/** `customers/acme.yaml:12:5`. */
function formatLinkedPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** `2 errors and 1 warning`; `no problems`. */
export function problemCount(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [formatCount(errors, "error")] : []),
    ...(warnings > 0 ? [formatCount(warnings, "warning")] : []),
  ];
  return parts.length === 0 ? "no problems" : parts.join(" and ");
}
