import type { Hold } from "../../model/plan/change.ts";
import type {
  ApplyResult,
  ChangeResult,
  CustomerResult,
  Outcome,
  RequestNote,
} from "../../model/plan/outcome.ts";
import { formatUnplanned } from "../lines/customer-lines.ts";
import type { Look } from "../text/layout.ts";
import { formatBlockedCount, formatCount } from "./format-change.ts";
import { waitsForItsHour } from "./format-hold.ts";

/** The looks of outcomes. */
export const OUTCOME_LOOKS: Readonly<Record<Outcome["status"], Look>> = {
  done: "good",
  unchanged: "faint",
  failed: "alarm",
  held: "change",
  unknown: "alarm",
};

/** `PATCH /api/v1.0/customers/1 → 400: Invalid time zone`; what a person looks for in a log. */
export function formatRequest({ method, path, status, message }: RequestNote): string {
  const answer = status === undefined ? "no reply" : `${status}`;
  return `${method} ${path} → ${answer}${message === undefined || message === "" ? "" : `: ${message}`}`;
}

/** The result in one line: the last of the text, the first of the comment. */
export function resultVerdict(result: ApplyResult): string {
  const { done, failed, held, unknown, unchanged, blocked } = result.summary;
  const customers = result.customers.length;
  const quiet =
    result.interrupted === undefined && result.customers.every(({ status }) => status === "unchanged");
  if (quiet && customers === 0) return "Nothing to change. There are no customers here.";
  if (quiet)
    return `Nothing to change. ${formatCount(customers, "customer is as its manifest says", "customers are as their manifests say")}.`;
  const rest = `${failed} failed, ${held} held, ${unknown} unknown, ${unchanged} unchanged${formatBlockedCount(blocked)}`;
  const stuck = formatUnplanned(result.customers.map(({ planned }) => planned));
  return `Apply: ${formatCount(customers, "customer")}, ${done} done, ${rest}.${stuck}`;
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
  const found = new Set(result.customers.flatMap((customer) => obstacles(customer)));
  if (result.interrupted !== undefined) found.add("again");
  return STEPS.flatMap(([obstacle, sentence]) => (found.has(obstacle) ? [sentence] : []));
}

type Obstacle = "again" | "approve" | "hour" | "plan" | "mend" | "differs";

const STEPS: readonly (readonly [Obstacle, string])[] = [
  ["again", "Run the same command again; it goes on where it stopped."],
  ["approve", "Add the approvals shown above to the manifests, have them reviewed, and apply again."],
  ["hour", "Apply again inside the hours of the approvals shown above."],
  ["plan", "Make a new plan for the customers that have moved, and have it reviewed."],
  ["mend", "Clear up what is shown above as refused, not clear or missing; it does not pass by itself."],
  ["differs", "Write into the manifest what Dimensions stores, or find out why it does not take the value."],
];

/** What depends on something else has that as its obstacle. */
const HOLD_OBSTACLES: Readonly<Record<Hold["why"], Obstacle | undefined>> = {
  "not-approved": "approve",
  "last-admin": "mend",
  "depends-on": undefined,
  ambiguous: "mend",
  "higher-level": "mend",
  "not-imported": "again",
  incomplete: "mend",
  "no-admin": "again",
  stale: "plan",
  "not-started": "again",
};

function obstacles({ planned, blocked, status, changes, remaining }: CustomerResult): readonly Obstacle[] {
  return [
    ...(planned === "unreadable" ? (["again"] as const) : []),
    ...(planned === "ambiguous" || blocked.length > 0 ? (["mend"] as const) : []),
    ...(status === "stale" ? (["plan"] as const) : []),
    ...(remaining.some(({ stored }) => stored !== undefined) ? (["differs"] as const) : []),
    ...changes.flatMap((change) => findObstacle(change) ?? []),
  ];
}

function findObstacle({ outcome, risks }: ChangeResult): Obstacle | undefined {
  if (outcome.status === "held")
    return waitsForItsHour(outcome.hold, risks) ? "hour" : HOLD_OBSTACLES[outcome.hold.why];
  if (outcome.status === "unknown") return "again";
  if (outcome.status !== "failed") return undefined;
  const { status = 0 } = outcome.request ?? {};
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status) ? "mend" : "again";
}

/** Whether there is more to say of a customer than that it is done. */
export function isIncomplete({ status, remaining }: CustomerResult): boolean {
  return status === "incomplete" || status === "stale" || remaining.length > 0;
}
