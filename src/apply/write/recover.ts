import type { RequestNote } from "../../model/plan/outcome.ts";
import { ApiError, type Written } from "../../remote/api.ts";
import { HeldError } from "./held-error.ts";
import { askUntil, pauseMs, type WaitOptions } from "./wait.ts";

/** How often a write whose reply is lost, and whose effect is not there, is sent in all. */
const MAX_SENDS = 4;

/** A write, and how to see whether it has happened. */
export interface RecoverableWrite<Live> {
  readonly send: () => Promise<Written<Live>>;
  /** The object with the write's effect, read by its natural key; undefined when the effect is not there. */
  readonly readBack: () => Promise<Live | undefined>;
  /** How long the effect may stay invisible: a create is never repeated inside this time. 0 for patches and deletes. */
  readonly lagMs: number;
}

/** What a write came to; `recovered` when its reply was lost and its effect was found. */
export interface ConfirmedWrite<Live> extends Written<Live> {
  readonly recovered: boolean;
}

/**
 * Sends a write so that it happens once. A reply that does not come leaves the outcome unknown: the object is read back
 * before anything is sent again, for as long as lists may lag, and is taken as the result when it is there. Throws the ApiError
 * `lost` when even that gives no answer.
 */
export async function writeOnce<Live>(
  write: RecoverableWrite<Live>,
  wait: WaitOptions,
): Promise<ConfirmedWrite<Live>> {
  let lost: ApiError | undefined;
  for (let sends = 0; sends < MAX_SENDS; sends += 1) {
    try {
      return { ...(await write.send()), recovered: false };
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind !== "lost") throw error;
      lost = error;
    }
    const found = await readAfterLoss(write, lost, wait);
    if (found !== undefined) return { live: found, request: lost.request, recovered: true };
    if (wait.stop.aborted) break;
    await wait.clock.sleep(pauseMs(sends), wait.stop);
  }
  throw lost ?? new Error("a write was neither sent nor lost");
}

/** The same for a patch; see patchWrite. */
export function patchOnce(
  send: () => Promise<Written<void>>,
  isDone: () => Promise<boolean>,
  wait: WaitOptions,
): Promise<ConfirmedWrite<true>> {
  return writeOnce(patchWrite(send, isDone), wait);
}

/**
 * A patch as a write that is done once. Its effect does not lag: when it cannot be seen, it is sent again, for two equal
 * replacements come to the same as one.
 */
export function patchWrite(
  send: () => Promise<Written<void>>,
  isDone: () => Promise<boolean>,
): RecoverableWrite<true> {
  return {
    send: async () => ({ request: (await send()).request, live: true }),
    readBack: async () => ((await isDone()) ? true : undefined),
    lagMs: 0,
  };
}

/** A read-back that fails, or finds two, leaves the write unknown: its own error is then the less important one. */
async function readAfterLoss<Live>(
  write: RecoverableWrite<Live>,
  lost: ApiError,
  wait: WaitOptions,
): Promise<Live | undefined> {
  try {
    return await askUntil(write.readBack, write.lagMs, wait);
  } catch (error) {
    if (error instanceof HeldError) throw lost;
    if (!(error instanceof ApiError)) throw error;
    if (error.kind !== "unauthorised") throw lost;
    // The end of the credentials ends the run; that a write is unknown goes with it.
    throw new ApiError("unauthorised", lost.request, lost);
  }
}

/** The request as a person would say it, for a note beside a recovered change. */
export function describeLoss(request: RequestNote): string {
  return `the reply to ${request.method} ${request.path} was lost; confirmed by reading back`;
}
