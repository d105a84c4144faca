import { DiagnosticsError } from "../model/diagnostic.ts";
import { errorCode } from "../model/network/error-code.ts";

/** What went wrong with the memory of former runs, as one diagnostic with severity error. Texts hold no secret. */
export function stateError(code: string, summary: string, hint: string, cause?: unknown): DiagnosticsError {
  return new DiagnosticsError([{ code, severity: "error", summary, hint }], "input", cause);
}

/** What `work` gives; a failure of the file system becomes a DiagnosticsError that names the file, other errors pass. */
export async function orUnusable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || error instanceof DiagnosticsError) throw error;
    throw stateError(
      "state-unusable",
      `state cannot be written to ${path} (${code})`,
      "set DIMCTL_STATE_DIR to a writable directory",
      error,
    );
  }
}
