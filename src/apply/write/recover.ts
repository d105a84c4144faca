import type { Clock } from "../../model/ports/clock.ts";
import type { RequestNote } from "../../model/plan/outcome.ts";
import { ApiError, type Written } from "../../remote/api.ts";
import { AmbiguousError } from "./lookup.ts";

/** How often a write whose reply is lost, and whose effect is not there, is sent in all. */
const MAX_SENDS = 4;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;

/** A write, and how to see whether it has happened. */
export interface RecoverableWrite<Live> {
  readonly send: () => Promise<Written<Live>>;
  /** The object with the write's effect, read by its natural key; undefined when the effect is not there. */
  readonly readBack: () => Promise<Live | undefined>;
  /** How long the effect may stay invisible: a create is never repeated inside this time. 0 for patches and deletes. */
  readonly lag: number;
}

/** What a write came to; `recovered` when its reply was lost and its effect was found. */
export interface ConfirmedWrite<Live> extends Written<Live> {
  readonly recovered: boolean;
}

/** What waiting takes: the time, and the signal that ends it. */
export interface WaitOptions {
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

/**
 * Sends a write so that it happens once. A reply that does not come leaves the outcome unknown: the object is read back
 * before anything is sent again, for as long as lists may lag, and is taken as the result when it is there. Throws the ApiError
 * `lost` when even that does not tell.
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
    await wait.clock.sleep(pause(sends), wait.stop);
  }
  throw lost ?? new Error("a write was neither sent nor lost");
}

/**
 * The same for a patch or a delete, whose effect does not lag: when it cannot be seen either, it is sent again, for two
 * equal replacements, or two deletes, come to the same as one.
 */
export function patchOnce(
  send: () => Promise<Written<void>>,
  isDone: () => Promise<boolean>,
  wait: WaitOptions,
): Promise<ConfirmedWrite<true>> {
  return writeOnce<true>(
    {
      send: async () => ({ request: (await send()).request, live: true }),
      readBack: async () => ((await isDone()) ? true : undefined),
      lag: 0,
    },
    wait,
  );
}

/** Asks again and again, with growing pauses, until there is an answer, the time is over or the run is ended. */
async function askUntil<Live>(
  ask: () => Promise<Live | undefined>,
  time: number,
  { clock, stop }: WaitOptions,
): Promise<Live | undefined> {
  const end = clock.now() + time;
  for (let asked = 0; ; asked += 1) {
    // A slow answer is as old as its question: only one that was asked at the end says that nothing is there.
    const askedAt = clock.now();
    const found = await ask();
    if (found !== undefined || askedAt >= end || stop.aborted) return found;
    await clock.sleep(Math.min(pause(asked), Math.max(0, end - clock.now())), stop);
  }
}

/** The run was ended while something was waited for: whether it is there is not known, and nothing was sent. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** The same before something is sent: a wait that the signal has cut short is no answer, so it throws a StoppedError. */
export async function waitFor<Live>(
  ask: () => Promise<Live | undefined>,
  time: number,
  wait: WaitOptions,
): Promise<Live | undefined> {
  const found = await askUntil(ask, time, wait);
  if (found === undefined && wait.stop.aborted) throw new StoppedError("the run ended first");
  return found;
}

/** A read-back that fails, or finds two, leaves the write unknown: its own error is then the less important one. */
async function readAfterLoss<Live>(
  write: RecoverableWrite<Live>,
  lost: ApiError,
  wait: WaitOptions,
): Promise<Live | undefined> {
  try {
    return await askUntil(write.readBack, write.lag, wait);
  } catch (error) {
    if (error instanceof AmbiguousError) throw lost;
    if (!(error instanceof ApiError)) throw error;
    if (error.kind !== "unauthorised") throw lost;
    // The end of the credentials ends the run; that a write is unknown goes with it.
    throw new ApiError("unauthorised", lost.request, lost);
  }
}

function pause(attempt: number): number {
  return Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE);
}

/** The request as a person would say it, for a note beside a recovered change. */
export function describeLoss(request: RequestNote): string {
  return `the reply to ${request.method} ${request.path} was lost; confirmed by reading back`;
}
