import type { Clock } from "../../model/ports/clock.ts";
import { HeldError, NOT_STARTED } from "./held-error.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** What waiting takes: the time, and the signal that ends it. */
export interface WaitOptions {
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

/** Asks before something is sent; see askUntil. A wait that the signal has cut short is no answer: throws a HeldError. */
export async function waitFor<Live>(
  ask: () => Promise<Live | undefined>,
  timeMs: number,
  wait: WaitOptions,
): Promise<Live | undefined> {
  const found = await askUntil(ask, timeMs, wait);
  if (found === undefined && wait.stop.aborted) throw new HeldError(NOT_STARTED);
  return found;
}

/** Asks again and again, with growing pauses, until there is an answer, the time is over or the run is ended. */
export async function askUntil<Live>(
  ask: () => Promise<Live | undefined>,
  timeMs: number,
  { clock, stop }: WaitOptions,
): Promise<Live | undefined> {
  const end = clock.now() + timeMs;
  for (let asked = 0; ; asked += 1) {
    // A slow answer is as old as its question: only one that was asked at the end says that nothing is there.
    const askedAt = clock.now();
    const found = await ask();
    if (found !== undefined || askedAt >= end || stop.aborted) return found;
    await clock.sleep(Math.min(pauseMs(asked), Math.max(0, end - clock.now())), stop);
  }
}

/** The pause after an attempt (from 0): each is twice the one before, up to a bound. */
export function pauseMs(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
}
