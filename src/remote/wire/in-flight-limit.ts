/** How a request ended: `trouble` when the service or the connection asked to slow down, `neutral` when it says nothing of the load. */
export type Ending = "ok" | "trouble" | "neutral";

/** How many requests may be in flight. */
export interface InFlightLimit {
  readonly max: number;
  /** Between 1 and max; only the whole part counts. */
  readonly value: number;
  /** How often it was cut. */
  readonly cuts: number;
}

/** The limit of a run that begins: its maximum, one at least. */
export function startLimit(max: number): InFlightLimit {
  const value = Math.max(1, max);
  return { max: value, value, cuts: 0 };
}

/**
 * The limit after a request that was let in when there had been `cutsBefore` cuts (A12): it halves in trouble, and grows
 * back by about one for every full round of good replies.
 */
export function adjustLimit(limit: InFlightLimit, how: Ending, cutsBefore: number): InFlightLimit {
  const { max, value, cuts } = limit;
  if (how === "ok") return { ...limit, value: Math.min(max, value + 1 / value) };
  // Only a request that was let in after the last cut may cause the next one, so one burst of refusals halves the limit
  // once per round trip and not once per refusal.
  if (how === "trouble" && cutsBefore === cuts) return { max, value: Math.max(1, value / 2), cuts: cuts + 1 };
  return limit;
}
