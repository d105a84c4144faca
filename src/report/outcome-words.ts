import type { ApplyResult, CustomerResult, Outcome, RequestNote } from "../model/outcome.ts";
import type { Look } from "./layout.ts";
import { count } from "./words.ts";

/** The looks of outcomes. */
export const OUTCOME_LOOKS: Readonly<Record<Outcome["status"], Look>> = {
  done: "good",
  unchanged: "faint",
  failed: "alarm",
  held: "change",
  unknown: "alarm",
};

/** `PATCH /api/v1.0/customers/1 → 400: Invalid time zone`; what a person looks for in a log. */
export function requestWords({ method, path, status, message }: RequestNote): string {
  const answer = status === undefined ? "no reply" : `${status}`;
  return `${method} ${path} → ${answer}${message === undefined || message === "" ? "" : `: ${message}`}`;
}

/** The result in one line: the last of the text, the first of the comment. */
export function resultVerdict(result: ApplyResult): string {
  const { done, failed, held, unknown, unchanged } = result.summary;
  const customers = result.customers.length;
  const quiet =
    result.interrupted === undefined && result.customers.every(({ status }) => status === "unchanged");
  if (quiet && customers === 0) return "Nothing to change. There are no customers here.";
  if (quiet)
    return `Nothing to change. ${count(customers, "customer is as its manifest says", "customers are as their manifests say")}.`;
  const rest = `${failed} failed, ${held} held, ${unknown} unknown, ${unchanged} unchanged`;
  return `Apply: ${count(customers, "customer")}, ${done} done, ${rest}.`;
}

/** What ended the run before its end. */
export const INTERRUPTIONS: Readonly<Record<NonNullable<ApplyResult["interrupted"]>, string>> = {
  signal: "The run was stopped by a signal; what had begun was finished, the rest was not started.",
  timeout: "The time limit (--timeout) ended the run; the rest was not started.",
  credentials:
    "Dimensions no longer accepts the credentials; the rest was not started. `dimctl doctor` says what is wrong.",
};

/** What to do next, one sentence per kind of obstacle; empty when everything was done. */
export function nextSteps(result: ApplyResult): readonly string[] {
  const outcomes = result.customers.flatMap((customer) => customer.outcomes.map(({ outcome }) => outcome));
  const holds = new Set(outcomes.flatMap((outcome) => (outcome.status === "held" ? [outcome.hold.why] : [])));
  const again =
    result.interrupted !== undefined ||
    outcomes.some(({ status }) => status === "failed" || status === "unknown") ||
    ["depends-on", "not-imported", "no-admin", "not-started"].some((why) =>
      [...holds].some((hold) => hold === why),
    );
  const stale = holds.has("stale") || result.customers.some(({ status }) => status === "stale");
  const mend =
    holds.has("ambiguous") || holds.has("higher-level") || holds.has("incomplete") || holds.has("last-admin");
  return [
    ...(again ? ["Run the same command again; it goes on where it stopped."] : []),
    ...(holds.has("not-approved")
      ? ["Add the approvals shown above to the manifests, have them reviewed, and apply again."]
      : []),
    ...(stale ? ["Make a new plan for the customers that have moved, and have it reviewed."] : []),
    ...(mend ? ["Mend the manifests where a change says why it is held."] : []),
  ];
}

/** Whether there is more to say of a customer than that it is done. */
export function isIncomplete({ status, remainders }: CustomerResult): boolean {
  return status === "incomplete" || status === "stale" || remainders.length > 0;
}
