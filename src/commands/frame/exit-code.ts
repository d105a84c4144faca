import type { Check } from "../../auth/doctor/check.ts";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { ApiError } from "../../remote/api.ts";

/** The exit codes (ARCHITECTURE.md, The command line), decided here and nowhere else. */
export const EXIT = {
  done: 0,
  wrong: 1,
  changes: 2,
  incomplete: 3,
  unreachable: 4,
  bug: 70,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A plan is made even when it is held; only a customer that could not be read or is ambiguous makes it incomplete. An object
 * that is blocked is a difference like a change.
 */
export function exitOfPlan(plan: Plan, wantsExitCode: boolean): ExitCode {
  const statuses = plan.customers.map((customer) => customer.status);
  if (statuses.includes("unreadable") || statuses.includes("ambiguous")) return EXIT.incomplete;
  const differs = statuses.includes("changed") || statuses.includes("blocked");
  return wantsExitCode && differs ? EXIT.changes : EXIT.done;
}

/** An apply is done when every customer is; credentials that ended in the middle are the service out of reach. */
export function exitOfResult(result: ApplyResult): ExitCode {
  if (result.interrupted === "credentials") return EXIT.unreachable;
  if (result.interrupted !== undefined) return EXIT.incomplete;
  const isComplete = result.customers.every(({ status }) => status === "done" || status === "unchanged");
  return isComplete ? EXIT.done : EXIT.incomplete;
}

/** The checks of doctor that ask nobody but this machine. */
const LOCAL_CHECKS = new Set(["versions", "configuration", "environment", "state store"]);

/** What a run would end with: 1 when only the set-up here is wrong, 4 when a host or a token is; 3: doctor was ended early. */
export function exitOfChecks(checks: readonly Check[], wasEnded: boolean): ExitCode {
  if (wasEnded) return EXIT.incomplete;
  const failed = checks.filter(({ ok }) => ok === "fail");
  if (failed.length === 0) return EXIT.done;
  return failed.every(({ name }) => LOCAL_CHECKS.has(name)) ? EXIT.wrong : EXIT.unreachable;
}

/** undefined: our bug, shown with its stack. */
export function exitOfError(error: unknown): ExitCode | undefined {
  if (error instanceof DiagnosticsError) return error.kind === "input" ? EXIT.wrong : EXIT.unreachable;
  if (error instanceof ApiError) return error.kind === "stopped" ? EXIT.incomplete : EXIT.unreachable;
  return undefined;
}
