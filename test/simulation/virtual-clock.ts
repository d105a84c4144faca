import type { Clock } from "../../src/model/ports/clock.ts";

/**
 * Time that stands still while anybody has something to do, and then jumps to the sleeper whose time comes first. Several
 * who wake at one moment do so in the order in which they went to sleep.
 */
export interface VirtualClock extends Clock {
  /** A clock for one process: after `kill` whoever sleeps by it never wakes. */
  forProcess(isKilled: () => boolean): Clock;
}

interface Sleeper {
  readonly until: number;
  readonly order: number;
  readonly wake: () => void;
  done: boolean;
}

export function virtualClock(start: number): VirtualClock {
  let now = start;
  let orders = 0;
  let isScheduled = false;
  let sleepers: Sleeper[] = [];

  // Everything that runs here runs in microtasks, so at the next turn of the event loop all of it has come to rest.
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(tick);
  };
  const tick = (): void => {
    isScheduled = false;
    sleepers = sleepers.filter((sleeper) => !sleeper.done);
    const [first] = sleepers.toSorted((left, right) => left.until - right.until || left.order - right.order);
    if (!first) return;
    first.done = true;
    now = Math.max(now, first.until);
    first.wake();
    schedule();
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        until: now + Math.max(0, ms),
        order: (orders += 1),
        wake: resolve,
        done: false,
      };
      sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        sleeper.done = true;
        resolve();
      });
      schedule();
    });
  };
  return {
    now: () => now,
    sleep,
    forProcess: (isKilled) => ({
      now: () => now,
      sleep: async (ms, signal) => {
        await sleep(ms, signal);
        if (isKilled()) await never();
      },
    }),
  };
}

/** What a killed process waits for. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
