import type { Clock, Random } from "../../model/ports/clock.ts";
import { backoffMs } from "./backoff.ts";
import type { Attempt } from "./verdict.ts";

/** A wait that is worth a line: until when (ms since 1970), how long, and what for. */
export interface Wait {
  readonly until: number;
  readonly ms: number;
  readonly why: string;
}

/** How long trouble lasts for one request. */
interface Trouble {
  /** How long to wait before the next attempt; undefined: there were enough. `asked` is the time that the service asked for. */
  nextWait(isThrottled: boolean, asked: number | undefined): number | undefined;
}

/** What all requests of a run know of its waits. */
export interface Patience {
  /** For a request that is about to be sent for the first time. */
  begin(): Trouble;
  /** A request has succeeded: the service is at work. */
  succeed(): void;
  announce(ms: number, why: string): void;
}

interface PatienceOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly patienceMs: number;
  readonly onWait?: (wait: Wait) => void;
}

/** Shorter waits are nobody's business. */
const WORTH_A_LINE_MS = 3000;

/** A bound for clocks that stand still; by its waits alone a request never comes near it. */
const MAX_ATTEMPTS = 500;

/**
 * A request is sent again until `patienceMs` after its first attempt. While others succeed, a refusal for the load (429) is no
 * trouble of the service: the time then counts from the last success.
 */
export function createPatience({ clock, random, patienceMs, onWait }: PatienceOptions): Patience {
  let lastSuccess = -Infinity;
  let announcedUntil = -Infinity;
  return {
    begin() {
      const begun = clock.now();
      let attempts = 0;
      return {
        nextWait(isThrottled, asked) {
          attempts += 1;
          const since = isThrottled ? Math.max(begun, lastSuccess) : begun;
          const ms = asked ?? backoffMs(attempts, random);
          const isOver = clock.now() + ms - since > patienceMs || attempts >= MAX_ATTEMPTS;
          return isOver ? undefined : ms;
        },
      };
    },
    succeed() {
      lastSuccess = clock.now();
    },
    announce(ms, why) {
      const until = clock.now() + ms;
      if (ms <= WORTH_A_LINE_MS || clock.now() < announcedUntil) return;
      announcedUntil = until;
      onWait?.({ until, ms, why });
    },
  };
}

/** What the run waits for, as a line on stderr. */
export function whyWaiting({ failure, reply }: Attempt): string {
  if (failure) return `no connection to Dimensions (${failure.message})`;
  if (reply.status === 429) return "Dimensions asked to slow down (429)";
  if (reply.status === 503) return "Dimensions is not available (503)";
  return `Dimensions answered ${reply.status}`;
}
