import type { Clock } from "../../model/ports/clock.ts";
import { adjustLimit, startLimit, type Ending, type InFlightLimit } from "./in-flight-limit.ts";

/** The right to have one request in flight; given back exactly once. */
export interface Slot {
  leave(how: Ending): void;
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
  return new WaitingLine(options.max, options.clock);
}

class WaitingLine implements Limiter {
  readonly #clock: Clock;
  /** A Set keeps its order and forgets at once one who gives up. */
  readonly #waiting = new Set<(slot: Slot) => void>();
  #limit: InFlightLimit;
  #inFlight = 0;
  #pausedUntil = -Infinity;
  /** Ends the timer of a pause; there is one only while somebody waits, so that a pause keeps no idle process alive. */
  #timer: AbortController | undefined;

  constructor(max: number, clock: Clock) {
    this.#clock = clock;
    this.#limit = startLimit(max);
  }

  async enter(signal?: AbortSignal): Promise<Slot | undefined> {
    if (signal?.aborted === true) return undefined;
    return new Promise((resolve) => {
      const take = (given: Slot): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve(given);
      };
      const giveUp = (): void => {
        if (!this.#waiting.delete(take)) return;
        resolve(undefined);
        this.#admit();
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.add(take);
      this.#admit();
    });
  }

  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  limit(): number {
    return Math.floor(this.#limit.value);
  }

  #admit(): void {
    for (const take of this.#waiting) {
      if (this.#inFlight >= this.limit()) return;
      if (this.#clock.now() < this.#pausedUntil) {
        void this.#admitAfterPause();
        return;
      }
      this.#waiting.delete(take);
      this.#inFlight += 1;
      take(this.#newSlot());
    }
    this.#timer?.abort();
  }

  #newSlot(): Slot {
    const cutsBefore = this.#limit.cuts;
    let left = false;
    return {
      leave: (how) => {
        if (left) return;
        left = true;
        this.#inFlight -= 1;
        this.#limit = adjustLimit(this.#limit, how, cutsBefore);
        this.#admit();
      },
    };
  }

  async #admitAfterPause(): Promise<void> {
    if (this.#timer) return;
    this.#timer = new AbortController();
    await this.#clock.sleep(this.#pausedUntil - this.#clock.now(), this.#timer.signal);
    this.#timer = undefined;
    this.#admit();
  }
}
