import type { ResultDocument } from "#schemas/result";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { checkDiagnostics } from "../annotations/check-diagnostics.ts";
import type { DoctorLine } from "../text/doctor-text.ts";

/** What a document says besides its data: the version of dimctl, the exit code of the run, and the problems on the way. */
export interface ResultFrame {
  readonly toolVersion: string;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What an apply did, as `--format json` prints it (schemas/result.schema.json). */
export function resultDocument(result: ApplyResult, frame: ResultFrame): ResultDocument {
  const { environment, api, planDigest, interrupted, summary, customers } = result;
  return {
    ...head("apply", frame),
    environment,
    api,
    planDigest,
    exitCode: frame.exitCode,
    ...defined({ interrupted }),
    summary,
    customers,
    problems: frame.diagnostics,
  };
}

/** The document of a command that has no plan and no result to show: validate, and whatever ended early. */
export function diagnosticsDocument(command: string, frame: ResultFrame): ResultDocument {
  return {
    ...head(command, frame),
    exitCode: frame.exitCode,
    summary: { done: 0, failed: 0, held: 0, unknown: 0, unchanged: 0, blocked: 0 },
    customers: [],
    problems: frame.diagnostics,
  };
}

/** What doctor has found: the problems' document with every check. */
export function checksDocument(
  command: string,
  checks: readonly DoctorLine[],
  frame: ResultFrame,
): ResultDocument {
  const diagnostics = [...frame.diagnostics, ...checkDiagnostics(checks)];
  return { ...diagnosticsDocument(command, { ...frame, diagnostics }), checks };
}

function head(
  command: string,
  { toolVersion }: ResultFrame,
): Pick<ResultDocument, "formatVersion" | "toolVersion" | "command"> {
  return { formatVersion: 2, toolVersion, command };
}
