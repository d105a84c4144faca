import type {
  ChangeResult,
  Check as CheckDocument,
  CustomerResult as CustomerDocument,
  Outcome as OutcomeDocument,
} from "#schemas/result";
import type { Remainder as RemainderDocument, Request, ResultDocument } from "#schemas/result";
import type {
  ApplyResult,
  ChangeOutcome,
  CustomerResult,
  Outcome,
  Remainder,
  RequestNote,
} from "../../model/plan/outcome.ts";
import type { Problem } from "../../model/problem.ts";
import { checkProblems } from "../findings/check-problems.ts";
import type { DoctorLine } from "../text/doctor-text.ts";
import {
  changeDocument,
  customerFacts,
  holdDocument,
  problemDocument,
  valueDocument,
} from "./json-change.ts";

/** What a document says besides its data: the version of dimctl, the exit code of the run, and the problems on the way. */
export interface ResultFrame {
  readonly toolVersion: string;
  readonly exitCode: number;
  readonly problems: readonly Problem[];
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
    problems: frame.problems.map((problem) => problemDocument(problem)),
  };
}

/** The document of a command that has no plan and no result to show: validate, and whatever ended early. */
export function problemsDocument(command: string, frame: ResultFrame): ResultDocument {
  return {
    formatVersion: 1,
    toolVersion: frame.toolVersion,
    command,
    exitCode: frame.exitCode,
    summary: { done: 0, failed: 0, held: 0, unknown: 0, unchanged: 0 },
    customers: [],
    problems: frame.problems.map((problem) => problemDocument(problem)),
  };
}

/** What doctor has found: the problems' document with every check. */
export function checksDocument(
  command: string,
  checks: readonly DoctorLine[],
  frame: ResultFrame,
): ResultDocument {
  const problems = [...frame.problems, ...checkProblems(checks)];
  return { ...problemsDocument(command, { ...frame, problems }), checks: checks.map(checkDocument) };
}

function checkDocument({ name, ok, detail, remedy }: DoctorLine): CheckDocument {
  return { name, ok, detail, ...(remedy === undefined ? {} : { remedy }) };
}

function customerDocument({ plan, status, moved, outcomes, remainders }: CustomerResult): CustomerDocument {
  return {
    reference: plan.reference,
    name: plan.name,
    file: plan.file,
    status,
    planned: plan.status,
    ...customerFacts(plan),
    moved: [...moved],
    remainders: remainders.map((remainder) => remainderDocument(remainder)),
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

function remainderDocument({ object, field, wanted, stored, text }: Remainder): RemainderDocument {
  return {
    object,
    field,
    wanted: valueDocument(wanted),
    ...(stored === undefined ? {} : { stored: valueDocument(stored) }),
    text,
  };
}
