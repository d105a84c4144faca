import type { ObjectKey } from "../../model/plan/change.ts";
import { waitFor } from "./recover.ts";
import type { CustomerRun } from "../run.ts";

/**
 * When an earlier run has created this object, or was killed while it did, it may exist and not be listed yet: it is
 * looked for until lists can no longer lag behind that moment. undefined: it is not there, or no earlier run has begun it.
 */
export async function awaitEarlierCreate<Live>(
  key: ObjectKey,
  look: () => Promise<Live | undefined>,
  run: CustomerRun,
): Promise<Live | undefined> {
  const { journal, clock, settleTime, startedAt, knowsWhenBegun } = run.options;
  const begunAt = journal.earlierCreate(run.reference, key);
  if (begunAt === undefined) return undefined;
  const latest = knowsWhenBegun ? begunAt : startedAt;
  // Looked for once in any case: it may have appeared since the plan was made.
  return waitFor(look, Math.max(0, latest + settleTime - clock.now()), run.options);
}
