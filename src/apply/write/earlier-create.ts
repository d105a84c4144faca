import type { Reference } from "../../model/ids.ts";
import type { ObjectKey } from "../../model/plan/change.ts";
import type { Journal } from "../../model/ports/memory.ts";
import { waitFor, type WaitOptions } from "./wait.ts";

/** What is known of earlier runs, and how long their creates may stay invisible. */
interface EarlierRuns extends WaitOptions {
  readonly journal: Journal;
  /** When this run began to write (ms since 1970). */
  readonly startedAt: number;
  /** Whether the journal has the moment of each begin; else a killed run's create may be as young as this run. */
  readonly knowsWhenBegun: boolean;
  readonly settleTimeMs: number;
}

/**
 * When an earlier run has created this object, or was killed while it did, it may exist and not be listed yet: it is
 * looked for until lists can no longer lag behind that moment. undefined: it is not there, or no earlier run has begun it.
 */
export async function awaitEarlierCreate<Live>(
  { reference, key }: { readonly reference: Reference; readonly key: ObjectKey },
  look: () => Promise<Live | undefined>,
  runs: EarlierRuns,
): Promise<Live | undefined> {
  const { journal, clock, settleTimeMs, startedAt, knowsWhenBegun } = runs;
  const begunAt = journal.earlierCreate(reference, key);
  if (begunAt === undefined) return undefined;
  const latest = knowsWhenBegun ? begunAt : startedAt;
  // Looked for once in any case: it may have appeared since the plan was made.
  return waitFor(look, Math.max(0, latest + settleTimeMs - clock.now()), runs);
}
