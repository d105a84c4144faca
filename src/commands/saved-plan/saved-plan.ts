import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { validate } from "#schemas/plan";
import { canonicalJson, isJsonObject, parseJson } from "../../model/json/json.ts";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { Io } from "../frame/io.ts";
import { maskJson } from "../frame/mask-json.ts";
import { sha256 } from "../session/sha256.ts";

/** A plan from a file, and its seal, which identifies it. */
export interface SavedPlan {
  readonly plan: Plan;
  readonly seal: string;
}

/** The plan, secrets masked, with a seal over all of it, so that a plan that was changed by hand is found out. */
export function writePlan(made: Plan, redact: (text: string) => string = (text) => text): string {
  const masked = parseJson(maskJson(JSON.stringify(made), redact));
  if (!validate(masked)) throw new Error("a masked plan is no plan");
  const plan: Plan = masked;
  return `${JSON.stringify({ ...plan, seal: computeSeal(plan) }, undefined, 2)}\n`;
}

/** Reads a saved plan and checks that it is one, of this format, and unchanged. Throws a DiagnosticsError. */
export async function readSavedPlan(path: string, io: Io): Promise<SavedPlan> {
  return readPlan(await read(path, io), path);
}

/** What `writePlan` has written, read back to the same plan. Throws a DiagnosticsError that names the path. */
export function readPlan(text: string, path: string): SavedPlan {
  const data = parse(text, path);
  const version = isJsonObject(data) ? data["formatVersion"] : undefined;
  if (typeof version === "number" && version !== FORMAT_VERSION)
    throw refused(
      path,
      "plan-format",
      "was written by another version of dimctl",
      "re-plan with this version",
    );
  if (!validate(data))
    throw refused(path, "plan-invalid", "is not a plan file", "create one with `dimctl plan --out FILE`");
  const { seal = "", ...plan } = data;
  if (seal !== computeSeal(plan))
    throw refused(
      path,
      "plan-changed",
      "was modified after it was saved",
      "re-plan with `dimctl plan --out FILE`",
    );
  return { plan, seal };
}

const FORMAT_VERSION: Plan["formatVersion"] = 2;

/** A plan made for another service is never applied. */
export function assertEnvironment(path: string, plan: Plan, environment: string, api: string): void {
  if (plan.environment === environment && plan.api === api) return;
  const made = `${plan.environment} (${plan.api})`;
  throw refused(
    path,
    "plan-environment",
    `was made for ${made}, not for ${environment} (${api})`,
    "choose the environment with `--env`",
  );
}

/** A plan is applied once: a second time, the same changes would undo what someone has done since. */
export function assertUnspent(path: string, isSpent: boolean): void {
  if (!isSpent) return;
  throw refused(path, "plan-spent", "was already applied completely", "re-plan; nothing was applied");
}

/** Warnings: customers that a saved plan would change and that no manifest names any more. */
export function withoutManifest(plan: Plan, managed: ReadonlySet<string>): readonly Diagnostic[] {
  return plan.customers
    .filter(({ reference, changes }) => changes.length > 0 && !managed.has(reference))
    .map(({ reference }) => ({
      code: "plan-manifest-gone",
      severity: "warning",
      summary: `${reference} is part of the plan, but its manifest was removed; nothing was changed`,
      hint: "re-plan without it, or restore its manifest",
    }));
}

/** Whether every customer that the plan would change was worked on to its end. */
export function isCarriedOut(plan: Plan, { customers }: ApplyResult): boolean {
  const completed = new Map(
    customers.map(({ reference, status }) => [reference, status === "done" || status === "unchanged"]),
  );
  const isWhole = [...completed.values()].every((isCompleted) => isCompleted);
  return (
    isWhole &&
    plan.customers.every(({ reference, changes }) => changes.length === 0 || completed.has(reference))
  );
}

function computeSeal(plan: Plan): string {
  return sha256(canonicalJson(plan));
}

async function read(path: string, io: Io): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch (error) {
    throw refused(
      path,
      "plan-unreadable",
      "cannot be read",
      "give the path of a file created with `dimctl plan --out FILE`",
      error,
    );
  }
}

function parse(text: string, path: string): unknown {
  const data = parseJson(text);
  if (data === undefined)
    throw refused(
      path,
      "plan-invalid",
      "is not a plan file: not JSON",
      "create one with `dimctl plan --out FILE`",
    );
  return data;
}

function refused(path: string, code: string, what: string, hint: string, cause?: unknown): DiagnosticsError {
  return new DiagnosticsError(
    [{ code, severity: "error", summary: `the saved plan ${path} ${what}`, hint }],
    "input",
    cause,
  );
}
