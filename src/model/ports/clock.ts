/** What the pure modules may not reach for themselves: time, chance and hashing come in as parameters. */

/** Time. `now` is in milliseconds since 1970; `sleep` ends early, without an error, when the signal is aborted. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** A digest of a text as lower-case hex (SHA-256). */
export type Hash = (text: string) => string;

/** The wall clock of a customer at the moment of the run, in the customer's time zone. */
export interface LocalTime {
  /** e.g. `2026-12-24` */
  readonly date: string;
  /** The day before `date`: a night's window belongs to the evening it began on. */
  readonly yesterday: string;
  /** e.g. `22:05` */
  readonly time: string;
}
