import { DiagnosticsError, type Diagnostic } from "../model/diagnostic.ts";

/** One problem as the error that ends a command with exit 4. Apart from host-problems.ts, which loads protocol code. */
export function service(diagnostic: Omit<Diagnostic, "severity">): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", ...diagnostic }], "service");
}
