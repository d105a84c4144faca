import { validate, type Lease } from "#schemas/lease";
import { parseJson } from "../../model/json/json.ts";

/** Who may write the state branch, until when (milliseconds since 1970). */
export type { Lease } from "#schemas/lease";

/** Two machines' clocks may differ by this much before a living job's lease is taken for ended. */
const CLOCK_MARGIN_MS = 30_000;

/**
 * Whether a lease no longer binds: it has ended, or it ends later than any lease made by now could (a clock that was wrong
 * must not lock the branch permanently).
 */
export function isFree(lease: Lease, now: number, leaseMs: number): boolean {
  return lease.until + CLOCK_MARGIN_MS < now || lease.until > now + leaseMs + 10 * CLOCK_MARGIN_MS;
}

/** A lease as a file of the branch. */
export function encodeLease(lease: Lease): Uint8Array {
  return Buffer.from(`${JSON.stringify(lease)}\n`);
}

/** undefined when there is no lease, or a text that is none: the compare-and-swap alone then decides. */
export function decodeLease(bytes: Uint8Array | undefined): Lease | undefined {
  if (bytes === undefined) return undefined;
  const value = parseJson(Buffer.from(bytes).toString("utf8"));
  return validate(value) ? value : undefined;
}
