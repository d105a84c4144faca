import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { validate, type PlanDocument, type PlannedCustomer } from "#schemas/plan";
import { canonicalJson, isJsonObject, parseJson, type Json } from "../../model/json.ts";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { planDocument } from "../../report/json/json-plan.ts";
import type { Io } from "../frame/io.ts";
import { sha256 } from "../session/sha256.ts";
import { TOOL_VERSION } from "../frame/tool-version.ts";

/** The plan document with a seal over all of it, so that a plan that was changed by hand is found out. */
export function savedPlanText(plan: Plan, diagnostics: readonly Diagnostic[]): string {
  const document = planDocument(plan, TOOL_VERSION, diagnostics);
  return `${JSON.stringify({ ...document, seal: computeSeal(document) }, undefined, 2)}\n`;
}

/** Reads a saved plan and checks that it is one, of this format, and unchanged. Throws a ProblemsError. */
export async function readSavedPlan(path: string, io: Io): Promise<PlanDocument> {
  const data = parse(await read(path, io), path);
  if (isJsonObject(data) && data["formatVersion"] !== 1)
    throw refused(path, "plan-format", "is of another format", "make it again with this version of dimctl");
  if (!validate(data))
    throw refused(
      path,
      "plan-invalid",
      "is not a plan that dimctl has saved",
      "make it with dimctl plan --out",
    );
  if (data.seal !== computeSeal(data))
    throw refused(
      path,
      "plan-changed",
      "was changed after it was saved",
      "make it again with dimctl plan --out",
    );
  return data;
}

/** The part of a saved plan that says what to change of one customer. */
export function approvedCustomers(document: PlanDocument): ReadonlyMap<string, PlannedCustomer> {
  return new Map(document.customers.map((customer) => [customer.reference, customer]));
}

/** A plan made for another service is never applied. */
export function assertEnvironment(
  path: string,
  document: PlanDocument,
  environment: string,
  api: string,
): void {
  if (document.environment === environment && document.api === api) return;
  const made = `${document.environment} (${document.api})`;
  throw refused(
    path,
    "plan-environment",
    `was made for ${made}, not for ${environment} (${api})`,
    "choose the environment with --env",
  );
}

/** A plan is applied once: a second time, the same changes would undo what somebody has done since. */
export function assertUnspent(path: string, isSpent: boolean): void {
  if (!isSpent) return;
  throw refused(path, "plan-spent", "was applied to its end already", "make a new plan; nothing was written");
}

/** Warnings: customers that a saved plan would change and that no manifest names any more. */
export function withoutManifest(document: PlanDocument, managed: ReadonlySet<string>): readonly Diagnostic[] {
  return document.customers
    .filter(({ reference, changes }) => changes.length > 0 && !managed.has(reference))
    .map(({ reference }) => ({
      code: "plan-manifest-gone",
      severity: "warning",
      summary: `${reference} is part of the plan and has no manifest any more; nothing was changed`,
      hint: "make a new plan without it, or bring its manifest back",
    }));
}

/** Whether every customer that the plan would change was worked on to its end. */
export function isCarriedOut(document: PlanDocument, { customers }: ApplyResult): boolean {
  const completed = new Map(
    customers.map(({ plan, status }) => [
      String(plan.reference),
      status === "done" || status === "unchanged",
    ]),
  );
  const isWhole = [...completed.values()].every((isCompleted) => isCompleted);
  return (
    isWhole &&
    document.customers.every(({ reference, changes }) => changes.length === 0 || completed.has(reference))
  );
}

function computeSeal(document: PlanDocument): string {
  const { seal: _, ...content } = document;
  const plain: unknown = JSON.parse(JSON.stringify(content));
  return sha256(canonicalJson(isJsonObject(plain) ? plain : {}));
}

async function read(path: string, io: Io): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch (error) {
    throw refused(
      path,
      "plan-unreadable",
      "cannot be read",
      "give the path of a file made with dimctl plan --out",
      error,
    );
  }
}

function parse(text: string, path: string): Json {
  const data = parseJson(text);
  if (data === undefined)
    throw refused(path, "plan-invalid", "is not JSON", "make it with dimctl plan --out");
  return data;
}

function refused(path: string, code: string, what: string, hint: string, cause?: unknown): DiagnosticsError {
  return new DiagnosticsError(
    [{ code, severity: "error", summary: `the saved plan ${path} ${what}`, hint }],
    "input",
    cause,
  );
}
