import type { Change, Hold, Wave } from "../model/plan/change.ts";
import type { CustomerResult } from "../model/plan/outcome.ts";
import type { CarriedOut } from "./carry-out.ts";
import type { CustomerContext } from "./context/context.ts";
import type { CustomerProgress } from "./context/progress.ts";
import { customerResult } from "./customer-result.ts";
import { gateBefore } from "./gates/before-wave.ts";
import { verify } from "./verify.ts";

const WAVES: readonly Wave[] = [1, 2, 3, 4, 5, 6];

/**
 * Walks one customer's waves. Within a wave changes run side by side; a wave starts when the one before it has ended well,
 * and the fourth only when the service has confirmed an admin. A failure holds what comes after it, of this customer only.
 * `carry` carries out a change that nothing holds. Throws the ApiError of the end of the credentials.
 */
export async function applyCustomer(context: CustomerContext, carry: Carry): Promise<CustomerResult> {
  const { plan, progress, options } = context;
  for (const wave of WAVES) {
    const changes = plan.changes.filter((change) => change.wave === wave);
    if (changes.length === 0) continue;
    const gate = await gateBefore(wave, context);
    const starts = changes.map((change) => () => carryToEnd(change, gate, progress, carry));
    // Demotions one after the other: each must see what the one before it has left.
    await (wave === 5 ? inTurn(starts) : sideBySide(starts));
  }
  return customerResult(plan, progress, await verify(progress.done(), plan, options));
}

type Carry = (change: Change) => Promise<CarriedOut>;

/** One change to its end: held, or carried out; never rejected but for the end of the credentials. */
async function carryToEnd(
  change: Change,
  gate: Hold | undefined,
  progress: CustomerProgress,
  carry: Carry,
): Promise<void> {
  const hold = change.hold ?? gate;
  if (hold) return progress.finish(change, { status: "held", hold });
  const { outcome, ends } = await carry(change);
  if (!ends) return progress.finish(change, outcome);
  progress.record(change, outcome);
  throw ends;
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
