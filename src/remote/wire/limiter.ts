import type { Clock } from "../../model/ports/clock.ts";

/** The right to have one request in flight; given back exactly once. */
export interface Slot {
  /** `trouble`: the service or the connection asked to slow down. `neutral`: says nothing about the load. */
  leave(how: "ok" | "trouble" | "neutral"): void;
}

/**
 * Bounds the requests in flight of the whole process and adapts the bound: it halves when the service is in trouble and
 * grows back by about one for every full round of good replies (A12).
 */
export interface Limiter {
  /** Waits its turn, first come first served. undefined: the signal was aborted first. */
  enter(signal?: AbortSignal): Promise<Slot | undefined>;
  /** Lets nobody in for that long: a `Retry-After` speaks to all. */
  pause(ms: number): void;
  /** Requests in flight that are allowed now. */
  limit(): number;
}

/** A limiter that begins at `max` and never allows more. */
export function createLimiter(options: { readonly max: number; readonly clock: Clock }): Limiter {
  const { clock } = options;
  const max = Math.max(1, options.max);
  // A Set keeps its order and forgets an aborted waiter at once.
  const waiting = new Set<(slot: Slot) => void>();
  let limit = max;
  let inFlight = 0;
  let pausedUntil = -Infinity;
  // Counts the cuts: only a request that was let in after the last cut may cause the next one, so one burst of refusals
  // halves the limit once per round trip and not once per refusal.
  let cuts = 0;
  let alarm: AbortController | undefined;

  const slot = (): Slot => {
    const cutsBefore = cuts;
    let left = false;
    return {
      leave(how) {
        if (left) return;
        left = true;
        inFlight -= 1;
        if (how === "ok") limit = Math.min(max, limit + 1 / limit);
        if (how === "trouble" && cutsBefore === cuts) {
          cuts += 1;
          limit = Math.max(1, limit / 2);
        }
        admit();
      },
    };
  };

  const admit = (): void => {
    for (const take of waiting) {
      if (inFlight >= Math.floor(limit)) return;
      if (clock.now() < pausedUntil) return wake();
      waiting.delete(take);
      inFlight += 1;
      take(slot());
    }
    alarm?.abort();
  };

  /** One timer, only while someone waits: a pause must not keep an idle process alive. */
  const wake = (): void => {
    if (alarm) return;
    const mine = new AbortController();
    alarm = mine;
    void sleepThenAdmit(mine.signal);
  };

  const sleepThenAdmit = async (signal: AbortSignal): Promise<void> => {
    await clock.sleep(pausedUntil - clock.now(), signal);
    alarm = undefined;
    admit();
  };

  return {
    enter: async (signal) => {
      if (signal?.aborted === true) return undefined;
      return new Promise((resolve) => {
        const take = (given: Slot): void => {
          signal?.removeEventListener("abort", giveUp);
          resolve(given);
        };
        const giveUp = (): void => {
          if (!waiting.delete(take)) return;
          resolve(undefined);
          admit();
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiting.add(take);
        admit();
      });
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    limit: () => Math.floor(limit),
  };
}
