import type { Random } from "../../model/ports/clock.ts";

/** Waits between attempts: `base · 2^n`, at most `cap`, in milliseconds. */
const BASE_MS = 250;
const CAP_MS = 20_000;

/** The longest `Retry-After` that is obeyed; a service that asks for more is asked again after this. */
const MAX_RETRY_AFTER_MS = 120_000;

/**
 * How long to wait before attempt `attempt + 1` (`attempt` counts from 1), in ms: bounded exponential with full jitter, so
 * that many clients that failed together do not come back together.
 */
export function backoffMs(attempt: number, random: Random): number {
  return Math.floor(random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1)));
}

/** `Retry-After` as milliseconds from `now`: seconds or an HTTP date, clamped; undefined when absent or unreadable (A12). */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const waitMs = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
