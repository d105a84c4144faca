import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { networkHint } from "../../model/network/network-hint.ts";
import { ApiError, type ApiErrorKind } from "../../remote/api.ts";

/** The diagnostic of an error that ended a command; undefined for our own bugs. */
export function errorDiagnostics(error: unknown): readonly Diagnostic[] | undefined {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  if (error instanceof ApiError) return [serviceDiagnostic(error)];
  return isFileError(error) ? [fileDiagnostic(error)] : undefined;
}

/** What the file system refuses to a user, wherever it was asked: no bug of ours. */
const FILE_CODES = new Set(
  "EACCES EEXIST EISDIR ELOOP ENAMETOOLONG ENOENT ENOSPC ENOTDIR ENOTEMPTY EDQUOT EFBIG EIO EMFILE ENFILE EPERM EROFS EBUSY EXDEV".split(
    " ",
  ),
);

interface FileError extends Error {
  readonly code: string;
  readonly path: string;
}

/** Whether an error is the file system's: it then has the path that it is about. */
export function isFileError(error: unknown): error is FileError {
  if (!(error instanceof Error) || !("path" in error) || !("code" in error)) return false;
  return typeof error.path === "string" && typeof error.code === "string" && FILE_CODES.has(error.code);
}

function fileDiagnostic({ code, path }: FileError): Diagnostic {
  return {
    code: "file-unusable",
    severity: "error",
    summary: `${path} cannot be used (${code})`,
    hint: "check that the path exists, is of the right kind, and that you may read and write it",
  };
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
  invalid: {
    code: "invalid-reply",
    summary: "the reply of Dimensions is not valid",
    hint: "nothing was concluded from it; re-run, and ask Dimensions if it persists",
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
  const known = error.kind === "unreachable" ? networkHint(error.message) : undefined;
  return { code, severity: "error", summary: `${summary}: ${error.message}`, hint: known ?? hint };
}
