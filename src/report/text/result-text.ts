import type { Hold } from "../../model/plan/change.ts";
import {
  toPlanned,
  type ApplyResult,
  type ChangeResult,
  type CustomerResult,
  type Outcome,
} from "../../model/plan/outcome.ts";
import { approvalHelp, helpedBefore, formatPosition } from "../lines/change-lines.ts";
import { blockedLines, customerHeading, formatStatus } from "../lines/customer-lines.ts";
import { formatHold } from "../wording/format-hold.ts";
import { line, pad, piece, render, spaced, type Line, type Style } from "../layout.ts";
import {
  INTERRUPTIONS,
  OUTCOME_LOOKS,
  isIncomplete,
  nextSteps,
  formatBlocker,
  formatRequest,
  resultVerdict,
} from "../wording/format-outcome.ts";
import { formatCount, formatObject, formatVerb, listSome } from "../wording/format-change.ts";

/** What an apply did: everything about what is not done, a line about what is, and what to do next. */
export function resultText(
  result: ApplyResult,
  style: Style,
  options: { readonly approveUntil?: string } = {},
): string {
  const blocks = [
    ...result.customers
      .filter((customer) => isIncomplete(customer))
      .map((customer) => [customerHeading(customer), ...resultLines(customer, { indent: 2, ...options })]),
    finishedLines(result),
    [
      ...(result.interrupted === undefined
        ? []
        : [line(0, [piece("alarm", INTERRUPTIONS[result.interrupted])], 0)]),
      line(0, [piece("strong", resultVerdict(result))], 0),
      ...nextSteps(result).map((step) => line(0, [`Next: ${step}`])),
    ],
  ];
  return render(spaced(blocks), style);
}

interface Setting {
  readonly indent: number;
  readonly approveUntil?: string;
  /** The holds whose lines to add were shown already. */
  readonly helped?: ReadonlySet<Hold>;
}

/** One customer without its heading: what failed, what is held and why, what was not started, what is still different. */
export function resultLines(customer: CustomerResult, setting: Setting): readonly Line[] {
  const { indent } = setting;
  const status = formatStatus(toPlanned(customer));
  const waiting = customer.changes.filter(({ outcome }) => isNotStarted(outcome));
  const rest = customer.changes.filter(({ outcome }) => !isNotStarted(outcome) && !isStale(outcome));
  const helped = helpedBefore(
    rest.flatMap(({ outcome, risks }) => (outcome.status === "held" ? [{ hold: outcome.hold, risks }] : [])),
  );
  const done = rest.filter(({ outcome }) => outcome.status === "done");
  return [
    ...(status === undefined ? [] : [line(indent, [piece("alarm", "!"), ` ${status}`])]),
    ...blockedLines(customer.blocked, indent),
    ...stalenessLines(customer, indent),
    ...rest.flatMap((change) => outcomeLines(change, customer, { ...setting, helped })),
    ...notStartedLines(waiting, customer.name, indent),
    ...customer.remaining.map(({ text }) => line(indent, [piece("alarm", "still different"), `: ${text}`])),
    ...(done.length === 0
      ? []
      : [line(indent, [piece("good", "done"), `: ${formatCount(done.length, "change")}`])]),
  ];
}

function stalenessLines({ status, staleness }: CustomerResult, indent: number): readonly Line[] {
  if (status !== "stale") return [];
  return [
    line(indent, [
      piece("alarm", "stale"),
      ": live state or manifest changed since the plan; nothing was applied",
    ]),
    ...staleness.map((text) => line(indent + 2, [`· ${text}`])),
  ];
}

function outcomeLines(change: ChangeResult, customer: CustomerResult, setting: Setting): readonly Line[] {
  const { outcome, risks } = change;
  const indent = setting.indent + STATUS_WIDTH;
  const what = `${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  const look = OUTCOME_LOOKS[outcome.status];
  const words = [
    piece(look, pad(outcome.status, STATUS_WIDTH)),
    what,
    "  ",
    piece("faint", formatPosition(change.at)),
  ];
  const headline = line(setting.indent, words, STATUS_WIDTH);
  switch (outcome.status) {
    case "done":
    case "unchanged":
      return [];
    case "failed":
    case "unknown": {
      const request =
        outcome.request === undefined ? [] : [line(indent, [piece("faint", formatRequest(outcome.request))])];
      return [headline, line(indent, [outcome.why]), ...request];
    }
    case "held":
      return [
        headline,
        line(indent, [
          formatHold(outcome.hold, risks, formatBlocker(outcome.hold, customer.changes, customer.name)),
        ]),
        ...approvalHelp(outcome.hold, risks, customer.file, { ...setting, indent }),
      ];
  }
}

const STATUS_WIDTH = 9;

function isNotStarted(outcome: Outcome): boolean {
  return outcome.status === "held" && outcome.hold.why === "not-started";
}

/** Said once, for the customer as a whole. */
function isStale(outcome: Outcome): boolean {
  return outcome.status === "held" && outcome.hold.why === "stale";
}

function notStartedLines(
  changes: readonly ChangeResult[],
  customer: string,
  indent: number,
): readonly Line[] {
  if (changes.length === 0) return [];
  const reasons = changes.flatMap(({ outcome }) =>
    outcome.status === "held" && outcome.hold.why === "not-started" ? [outcome.hold.detail] : [],
  );
  return [
    line(indent, [piece("change", "not started"), `: ${[...new Set(reasons)].join("; ")}`]),
    ...changes.map((change) =>
      line(indent + 2, [`· ${formatVerb(change).plan} ${formatObject(change, customer)}`]),
    ),
  ];
}

function finishedLines(result: ApplyResult): readonly Line[] {
  const finished = result.customers.filter((customer) => !isIncomplete(customer));
  const done = finished.filter(({ status }) => status === "done");
  const unchanged = finished.filter(({ status }) => status === "unchanged");
  return [
    ...(done.length === 0
      ? []
      : [line(0, [piece("good", "Done"), `: ${listSome(done.map((item) => formatDone(item)))}.`])]),
    ...(unchanged.length === 0
      ? []
      : [line(0, [`Unchanged: ${listSome(unchanged.map(({ reference }) => reference))}.`])]),
  ];
}

function formatDone({ reference, changes }: CustomerResult): string {
  return `${reference} (${formatCount(changes.length, "change")})`;
}
