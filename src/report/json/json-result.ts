import type {
  ChangeResult,
  Check as CheckDocument,
  CustomerResult as CustomerDocument,
  Outcome as OutcomeDocument,
} from "#schemas/result";
import type { RemainingDiff as RemainderDocument, Request, ResultDocument } from "#schemas/result";
import type {
  ApplyResult,
  ChangeOutcome,
  CustomerResult,
  Outcome,
  RemainingDiff,
  RequestNote,
} from "../../model/plan/outcome.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { checkDiagnostics } from "../annotations/check-diagnostics.ts";
import type { DoctorLine } from "../text/doctor-text.ts";
import {
  changeDocument,
  customerFacts,
  holdDocument,
  diagnosticDocument,
  valueDocument,
} from "./json-change.ts";

/** What a document says besides its data: the version of dimctl, the exit code of the run, and the problems on the way. */
export interface ResultFrame {
  readonly toolVersion: string;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What an apply did, as `--format json` prints it (schemas/result.schema.json). */
export function resultDocument(result: ApplyResult, frame: ResultFrame): ResultDocument {
  return {
    formatVersion: 1,
    toolVersion: frame.toolVersion,
    command: "apply",
    environment: result.environment,
    api: result.api,
    planDigest: result.planDigest,
    exitCode: frame.exitCode,
    ...(result.interrupted === undefined ? {} : { interrupted: result.interrupted }),
    summary: { ...result.summary },
    customers: result.customers.map((customer) => customerDocument(customer)),
    problems: frame.diagnostics.map((diagnostic) => diagnosticDocument(diagnostic)),
  };
}

/** The document of a command that has no plan and no result to show: validate, and whatever ended early. */
export function diagnosticsDocument(command: string, frame: ResultFrame): ResultDocument {
  return {
    formatVersion: 1,
    toolVersion: frame.toolVersion,
    command,
    exitCode: frame.exitCode,
    summary: { done: 0, failed: 0, held: 0, unknown: 0, unchanged: 0 },
    customers: [],
    problems: frame.diagnostics.map((diagnostic) => diagnosticDocument(diagnostic)),
  };
}

/** What doctor has found: the problems' document with every check. */
export function checksDocument(
  command: string,
  checks: readonly DoctorLine[],
  frame: ResultFrame,
): ResultDocument {
  const diagnostics = [...frame.diagnostics, ...checkDiagnostics(checks)];
  return { ...diagnosticsDocument(command, { ...frame, diagnostics }), checks: checks.map(checkDocument) };
}

function checkDocument({ name, ok, detail, remedy }: DoctorLine): CheckDocument {
  return { name, ok, detail, ...(remedy === undefined ? {} : { remedy }) };
}

function customerDocument({
  plan,
  status,
  staleness,
  outcomes,
  remaining,
}: CustomerResult): CustomerDocument {
  return {
    reference: plan.reference,
    name: plan.name,
    file: plan.file,
    status,
    planned: plan.status,
    ...customerFacts(plan),
    staleness: [...staleness],
    remaining: remaining.map((remainingDiff) => remainingDocument(remainingDiff)),
    changes: outcomes.map((outcome) => changeResult(outcome)),
  };
}

function changeResult({ change, outcome }: ChangeOutcome): ChangeResult {
  return { ...changeDocument(change), outcome: outcomeDocument(outcome) };
}

function outcomeDocument(outcome: Outcome): OutcomeDocument {
  const note = "note" in outcome && outcome.note !== undefined ? { note: outcome.note } : {};
  const request =
    "request" in outcome && outcome.request !== undefined
      ? { request: requestDocument(outcome.request) }
      : {};
  switch (outcome.status) {
    case "done":
    case "unchanged":
      return { status: outcome.status, ...note, ...request };
    case "failed":
    case "unknown":
      return { status: outcome.status, why: outcome.why, ...request };
    case "held":
      return { status: outcome.status, hold: holdDocument(outcome.hold) };
  }
}

function requestDocument({ method, path, status, message }: RequestNote): Request {
  return {
    method,
    path,
    ...(status === undefined ? {} : { status }),
    ...(message === undefined ? {} : { message }),
  };
}

function remainingDocument({ object, field, wanted, stored, text }: RemainingDiff): RemainderDocument {
  return {
    object,
    field,
    wanted: valueDocument(wanted),
    ...(stored === undefined ? {} : { stored: valueDocument(stored) }),
    text,
  };
}
