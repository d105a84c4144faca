import type { Hold } from "../../model/plan/change.ts";
import type {
  ApplyResult,
  ChangeResult,
  CustomerResult,
  Outcome,
  RequestNote,
} from "../../model/plan/outcome.ts";
import { formatUnplanned } from "./format-unplanned.ts";
import type { Look } from "../layout.ts";
import { formatBlockedCount, formatCount, formatObject, formatVerb } from "./format-change.ts";
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

/** `skipped: depends on "create customer Acme", which failed`; undefined for other holds. */
export function formatBlocker(
  hold: Hold,
  changes: readonly ChangeResult[],
  customer: string,
): string | undefined {
  if (hold.why !== "depends-on") return undefined;
  const blocker = changes.find(
    ({ key, outcome }) => key === hold.on && BLOCKERS[outcome.status] !== undefined,
  );
  if (blocker === undefined) return undefined;
  const what = `${formatVerb(blocker).plan} ${formatObject(blocker, customer)}`;
  return `skipped: depends on "${what}", which ${BLOCKERS[blocker.outcome.status]}`;
}

const BLOCKERS: Readonly<Record<Outcome["status"], string | undefined>> = {
  done: undefined,
  unchanged: undefined,
  failed: "failed",
  held: "is held",
  unknown: "has an unknown outcome",
};

/** The result in one line: the last of the text, the first of the comment. */
export function resultVerdict(result: ApplyResult): string {
  const { done, failed, held, unknown, unchanged, blocked } = result.summary;
  const customers = result.customers.length;
  const quiet =
    result.interrupted === undefined && result.customers.every(({ status }) => status === "unchanged");
  if (quiet && customers === 0) return `No changes in ${result.environment}. No customers selected.`;
  if (quiet)
    return `No changes in ${result.environment}. ${formatCount(customers, "customer matches its manifest", "customers match their manifests")}.`;
  const rest = `${failed} failed, ${held} held, ${unknown} unknown, ${unchanged} unchanged${formatBlockedCount(blocked)}`;
  const stuck = formatUnplanned(result.customers.map(({ planned }) => planned));
  const isComplete =
    result.interrupted === undefined &&
    result.customers.every(({ status }) => status === "done" || status === "unchanged");
  const verdict = `Apply to ${result.environment} ${isComplete ? "complete" : "incomplete"}`;
  return `${verdict}: ${done} done, ${rest} (${formatCount(customers, "customer")}).${stuck}`;
}

/** What ended the run before its end. */
export const INTERRUPTIONS: Readonly<Record<NonNullable<ApplyResult["interrupted"]>, string>> = {
  signal: "Stopped by a signal: changes in progress were finished, the rest was not started.",
  timeout: "Stopped by the time limit (--timeout): the rest was not started.",
  state: "Stopped because the state could not be written; the rest was not started.",
  credentials:
    "Dimensions no longer accepts the credentials; the rest was not started. Run `dimctl doctor` to find the cause.",
};

/** What to do next, one sentence per kind of obstacle; empty when everything was done. */
export function nextSteps(result: ApplyResult): readonly string[] {
  const found = new Set(result.customers.flatMap((customer) => obstacles(customer)));
  if (result.interrupted !== undefined) found.add("again");
  return STEPS.flatMap(([obstacle, sentence]) => (found.has(obstacle) ? [sentence] : []));
}

type Obstacle = "stopped" | "again" | "approve" | "hour" | "plan" | "fix" | "differs";

const STEPS: readonly (readonly [Obstacle, string])[] = [
  ["stopped", "Find out why the customers above failed, then re-run; the held customers were not touched."],
  ["again", "Re-run the same command; it resumes where it stopped."],
  ["approve", "Add the approvals shown above to the manifests, get them reviewed, and apply again."],
  ["hour", "Apply again within the approved hours shown above."],
  ["plan", "Re-plan: these customers changed after the plan was made."],
  ["fix", "Fix the errors above; re-running will not help until they are fixed."],
  [
    "differs",
    "Set the manifest to the value that Dimensions stores, or find out why Dimensions does not accept yours.",
  ],
];

/** What depends on something else has that as its obstacle. */
const HOLD_OBSTACLES: Readonly<Record<Hold["why"], Obstacle | undefined>> = {
  "not-approved": "approve",
  "last-admin": "fix",
  "depends-on": undefined,
  ambiguous: "fix",
  "higher-level": "fix",
  "not-imported": "again",
  incomplete: "fix",
  "swapped-references": "fix",
  "no-admin": "again",
  stale: "plan",
  "not-started": "again",
  stopped: "stopped",
};

function obstacles({ planned, blocked, status, changes, remaining }: CustomerResult): readonly Obstacle[] {
  return [
    ...(planned === "unreadable" ? (["again"] as const) : []),
    ...(planned === "ambiguous" || blocked.length > 0 ? (["fix"] as const) : []),
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
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status) ? "fix" : "again";
}

/** Whether there is more to say of a customer than that it is done. */
export function isIncomplete({ status, remaining }: CustomerResult): boolean {
  return status === "incomplete" || status === "stale" || remaining.length > 0;
}
