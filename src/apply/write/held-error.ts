import type { Hold } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";

/** A change must not be carried out now. Thrown by whoever finds it out; carry-out.ts makes the outcome of it. */
export class HeldError extends Error {
  override readonly name = "HeldError";
  readonly hold: Hold;

  constructor(hold: Hold) {
    super("detail" in hold ? hold.detail : hold.why);
    this.hold = hold;
  }
}

/** A change has failed, or may have, for a reason that is not in a single reply of the service. */
export class FailedError extends Error {
  override readonly name = "FailedError";
  readonly outcome: Extract<Outcome, { status: "failed" | "unknown" }>;

  constructor(outcome: FailedError["outcome"]) {
    super(outcome.why);
    this.outcome = outcome;
  }
}

/** The hold of a change that an ended run has not begun. */
export const NOT_STARTED: Hold = { why: "not-started", detail: "the run ended first" };

/**
 * The only one of the objects that answer to a key, undefined when there is none. More than one is reported, never
 * guessed: throws a HeldError. `rest` says what they have in common, e.g. `live users have the address ana@acme.example`.
 */
export function onlyOne<Live>(found: readonly Live[], rest: string): Live | undefined {
  if (found.length > 1) throw new HeldError({ why: "ambiguous", detail: `${found.length} ${rest}` });
  return found[0];
}
