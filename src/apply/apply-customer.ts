import type { Change, Hold, Wave } from "../model/plan/change.ts";
import type { CustomerResult } from "../model/plan/outcome.ts";
import { carryOut, type CarriedOut } from "./carry-out.ts";
import type { CustomerContext } from "./context/context.ts";
import { customerResult } from "./customer-result.ts";
import { gateBefore } from "./gate.ts";
import { verify } from "./verify.ts";
import { NOT_STARTED } from "./write/held-error.ts";

const WAVES: readonly Wave[] = [1, 2, 3, 4, 5, 6];

/**
 * Walks one customer's waves. Within a wave changes run side by side; a wave starts when the one before it has ended well,
 * and the fourth only when the service has confirmed an admin. A failure holds what comes after it, of this customer only.
 * `mayStart` is asked before each change. Throws the ApiError of the end of the credentials.
 */
export async function applyCustomer(
  context: CustomerContext,
  mayStart: () => boolean,
): Promise<CustomerResult> {
  const { plan, progress, options } = context;
  for (const wave of WAVES) {
    const changes = plan.changes.filter((change) => change.wave === wave);
    if (changes.length === 0) continue;
    const gate = await gateBefore(wave, context);
    const starts = changes.map((change) => () => carryToOutcome(change, gate, context, mayStart));
    // Demotions one after the other: each must see what the one before it has left.
    await (wave === 5 ? inTurn(starts) : sideBySide(starts));
  }
  return customerResult(plan, progress, await verify(progress.done(), plan, options));
}

/** One change to its end: held, not started, or carried out; never rejected but for the end of the credentials. */
async function carryToOutcome(
  change: Change,
  gate: Hold | undefined,
  context: CustomerContext,
  mayStart: () => boolean,
): Promise<void> {
  const { progress } = context;
  const hold = change.hold ?? gate ?? (mayStart() ? undefined : NOT_STARTED);
  const { outcome, ends } = hold ? heldBy(hold) : await start(change, context);
  if (ends) {
    progress.record(change, outcome);
    throw ends;
  }
  progress.finish(change, outcome);
}

function heldBy(hold: Hold): CarriedOut {
  return { outcome: { status: "held", hold } };
}

function start(change: Change, context: CustomerContext): Promise<CarriedOut> {
  context.progress.start(change);
  return carryOut(change, context);
}

/** All to their end, so that no outcome is missing from the result; then the first error, if there is one. */
async function sideBySide(starts: readonly (() => Promise<void>)[]): Promise<void> {
  const ends = await Promise.allSettled(starts.map((begin) => begin()));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}

async function inTurn(starts: readonly (() => Promise<void>)[]): Promise<void> {
  for (const begin of starts) await begin();
}
