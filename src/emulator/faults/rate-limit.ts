import { Refusal } from "../wire/envelope.ts";
import type { Switches } from "../switches/switches.ts";

/** Refuses with 429 what comes too often; `now` in ms since 1970 (A12: no page knows a limit). */
export type RateLimit = (now: number) => void;

/** A limit of `rateLimit` requests in each second of the clock; none when it is 0. */
export function rateLimit(switches: Switches): RateLimit {
  let second = -1;
  let seen = 0;
  return (now) => {
    if (switches.rateLimit === 0) return;
    const current = Math.floor(now / 1000);
    seen = current === second ? seen + 1 : 1;
    second = current;
    if (seen > switches.rateLimit) throw tooMany(now, switches.retryAfter, switches.retryAfterSeconds);
  };
}

function tooMany(now: number, form: Switches["retryAfter"], retryAfterSeconds: number): Refusal {
  return new Refusal(429, "Too Many Requests", retryAfterHeader(now, form, retryAfterSeconds));
}

/** `Retry-After` as retryAfterSeconds, as a date, or none at all. */
export function retryAfterHeader(
  now: number,
  form: Switches["retryAfter"],
  retryAfterSeconds: number,
): Readonly<Record<string, string>> {
  switch (form) {
    case "seconds":
      return { "retry-after": String(retryAfterSeconds) };
    case "date":
      // A date has whole retryAfterSeconds: rounded up, so that no client returns too early.
      return { "retry-after": new Date(Math.ceil(now / 1000 + retryAfterSeconds) * 1000).toUTCString() };
    case "absent":
      return {};
  }
}
