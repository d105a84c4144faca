import type { Change, Hold, Wave } from "../model/plan/change.ts";
import {
  toCustomerResult,
  type CustomerResult,
  type Outcome,
  type RemainingDiff,
} from "../model/plan/outcome.ts";
import { ApiError } from "../remote/api.ts";
import { confirmAdmin } from "./user/admins.ts";
import { carryOut } from "./carry-out.ts";
import type { CustomerRun } from "./run.ts";
import { verify } from "./verify.ts";

const WAVES: readonly Wave[] = [1, 2, 3, 4, 5, 6];

/**
 * Walks one customer's waves. Within a wave changes run side by side; a wave starts when the one before it has ended well,
 * and the fourth only when the service has confirmed an admin. A failure holds what comes after it, of this customer only.
 */
export async function applyCustomer(run: CustomerRun): Promise<CustomerResult> {
  for (const wave of WAVES) {
    const changes = run.plan.changes.filter((change) => change.wave === wave);
    if (changes.length === 0) continue;
    const gate = await gateBefore(wave, run);
    const starts = changes.map((change) => carryToOutcome(change, gate, run));
    // Demotions one after the other: each must see what the one before it has left.
    await (wave === 5 ? inTurn(starts) : sideBySide(starts));
  }
  const remaining = await verify(run);
  return customerResult(run, remaining);
}

/** Why nothing of this wave may start; undefined when it may. */
async function gateBefore(wave: Wave, run: CustomerRun): Promise<Hold | undefined> {
  const failed = [...run.outcomes].find(
    ([, outcome]) => outcome.status === "failed" || outcome.status === "unknown",
  );
  if (failed) return { why: "depends-on", on: failed[0].key };
  if (run.tenantId === undefined && wave > 1) return { why: "depends-on", on: "customer" };
  if (wave < 4 || !concernsUsers(wave, run)) return undefined;
  return gateOnAdmin(run);
}

/** Guide step 4: no other user or role can be changed before an admin is assigned. */
async function gateOnAdmin(run: CustomerRun): Promise<Hold | undefined> {
  try {
    if (await confirmAdmin(run)) return undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === "unauthorised") throw error;
    return { why: "no-admin", detail: `could not read whether an admin is confirmed: ${error.message}` };
  }
  return { why: "no-admin", detail: "Dimensions has not confirmed an admin yet" };
}

function concernsUsers(wave: Wave, run: CustomerRun): boolean {
  return run.plan.changes.some((change) => change.wave === wave && change.kind === "user");
}

/** One change to its end: held, not started, or carried out; never rejected but for the end of the credentials. */
function carryToOutcome(change: Change, gate: Hold | undefined, run: CustomerRun): () => Promise<void> {
  return async () => {
    const outcome = await decide(change, gate, run).catch((error: unknown) => {
      if (error instanceof ApiError) run.outcomes.set(change, withoutCredentials(error));
      throw error;
    });
    run.outcomes.set(change, outcome);
    run.emit({ type: "finished", reference: run.reference, change, outcome });
  };
}

function withoutCredentials({ request, cause }: ApiError): Outcome {
  if (cause instanceof ApiError && cause.kind === "lost") {
    return {
      status: "unknown",
      why: "no reply, and the credentials expired before the change could be read back",
      request,
    };
  }
  return { status: "failed", why: "Dimensions refused the credentials", request };
}

async function decide(change: Change, gate: Hold | undefined, run: CustomerRun): Promise<Outcome> {
  const hold = change.hold ?? gate;
  if (hold) return { status: "held", hold };
  if (run.options.stop.aborted || run.shared.isOver) {
    return { status: "held", hold: { why: "not-started", detail: "the run ended first" } };
  }
  run.emit({ type: "started", reference: run.reference, change });
  return carryOut(change, run);
}

/** All to their end, so that no outcome is missing from the result; then the first error, if there is one. */
async function sideBySide(starts: readonly (() => Promise<void>)[]): Promise<void> {
  const ends = await Promise.allSettled(starts.map((start) => start()));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}

async function inTurn(starts: readonly (() => Promise<void>)[]): Promise<void> {
  for (const start of starts) await start();
}

/** The result as far as the run has come; what was never reached is held as not started. */
export function customerResult(run: CustomerRun, remaining: readonly RemainingDiff[]): CustomerResult {
  const notStarted: Outcome = {
    status: "held",
    hold: { why: "not-started", detail: "the run ended first" },
  };
  const outcomeOf = (change: Change): Outcome => run.outcomes.get(change) ?? notStarted;
  const status = resultStatus(run, run.plan.changes.map(outcomeOf), remaining);
  return toCustomerResult(run.plan, { status, staleness: [], remaining }, outcomeOf);
}

function resultStatus(
  { plan }: CustomerRun,
  outcomes: readonly Outcome[],
  remaining: readonly RemainingDiff[],
): CustomerResult["status"] {
  if (plan.status === "ambiguous" || plan.status === "unreadable") return "incomplete";
  if (plan.blocked.length > 0 || remaining.length > 0) return "incomplete";
  const isIncomplete = outcomes.some(({ status }) => status !== "done" && status !== "unchanged");
  if (isIncomplete) return "incomplete";
  return outcomes.length > 0 ? "done" : "unchanged";
}
