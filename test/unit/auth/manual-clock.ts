import type { Clock } from "../../../src/model/ports/clock.ts";

/** A clock that stands still until it is moved; a sleeper wakes when its time has come or its signal is aborted. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** How many sleep at the moment. */
  readonly sleepers: number;
}

export function manualClock(start = Date.UTC(2026, 10, 22)): ManualClock {
  let now = start;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => now,
    async sleep(ms, signal) {
      if (signal?.aborted === true) return;
      await new Promise<void>((resolve) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          resolve();
        });
      });
    },
    advance(ms) {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
