import type { ObjectKey } from "../model/change.ts";
import { askUntil } from "./recover.ts";
import type { CustomerRun } from "./run.ts";

/**
 * When an earlier run began to create this object and was killed before it saw the end, the object may exist and not be
 * listed yet: it is looked for until lists can no longer lag behind that moment. undefined: it is not there.
 */
export async function awaitEarlierCreate<Live>(
  key: ObjectKey,
  look: () => Promise<Live | undefined>,
  run: CustomerRun,
): Promise<Live | undefined> {
  const { journal, clock, settleTime, startedAt } = run.options;
  const begunAt = journal.unconfirmedCreate(run.reference, key);
  if (begunAt === undefined || begunAt >= startedAt) return undefined;
  const left = begunAt + settleTime - clock.now();
  return left > 0 ? askUntil(look, left, run.options) : undefined;
}
