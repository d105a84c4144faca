import type { Diagnostic } from "../../model/diagnostic.ts";
import { BLANK, line, render, type Style } from "../layout.ts";
import { problemCount, diagnosticLines } from "../lines/diagnostic-lines.ts";

/** All problems for the person who must fix them, then how many there are; empty when there are none. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], style: Style): string {
  if (diagnostics.length === 0) return "";
  const counts = problemCount(diagnostics);
  return render(
    [...diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, 0)), BLANK, line(0, [`${counts}.`])],
    style,
  );
}
