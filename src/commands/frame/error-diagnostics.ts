import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { ApiError, type ApiErrorKind } from "../../remote/api.ts";

/** The diagnostic of an error that ended a command; undefined for our own bugs. */
export function errorDiagnostics(error: unknown): readonly Diagnostic[] | undefined {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  if (error instanceof ApiError) return [serviceDiagnostic(error)];
  return undefined;
}

const SENTENCES = {
  unauthorised: {
    code: "unauthorised",
    summary: "Dimensions refused the credentials",
    hint: "run `dimctl login`, or `dimctl doctor` to see which token was used",
  },
  refused: {
    code: "refused",
    summary: "Dimensions refused the request",
    hint: "run `dimctl doctor` to check address, account and permissions",
  },
  lost: {
    code: "unreachable",
    summary: "Dimensions did not reply",
    hint: "try again later; run `dimctl doctor` to check the connection",
  },
  unreachable: {
    code: "unreachable",
    summary: "Dimensions could not be reached",
    hint: "run `dimctl doctor` to check address and network",
  },
  stopped: {
    code: "stopped",
    summary: "the run ended early",
    hint: "re-run the same command",
  },
} as const satisfies Record<ApiErrorKind, { code: string; summary: string; hint: string }>;

function serviceDiagnostic(error: ApiError): Diagnostic {
  const { code, summary, hint } = SENTENCES[error.kind];
  return { code, severity: "error", summary: `${summary}: ${error.message}`, hint };
}
