import { DiagnosticsError } from "../../../src/model/diagnostic.ts";

/** The first problem of work that must fail with a DiagnosticsError, and the error's kind. */
export async function problemOf(work: Promise<unknown>): Promise<object> {
  const error: unknown = await work.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticsError)) throw error;
  const [diagnostic] = error.diagnostics;
  const { severity: _, ...rest } = diagnostic ?? { severity: "error" };
  return { kind: error.kind, ...rest };
}
