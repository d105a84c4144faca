import type { Change } from "../../model/plan/change.ts";
import { toPlanned, type ApplyEvent, type CustomerResult, type Outcome } from "../../model/plan/outcome.ts";
import { formatStatus } from "../lines/customer-lines.ts";
import { formatHold } from "../wording/format-hold.ts";
import { line, piece, render, type Piece, type Style, type Words } from "../layout.ts";
import { OUTCOME_LOOKS, formatRequest } from "../wording/format-outcome.ts";
import { formatCount, formatObject, formatVerb } from "../wording/format-change.ts";

/**
 * One line per event, each with its customer's reference, so that lines of concurrent customers can be told
 * apart. undefined for the start of a change, whose end is a line of its own.
 */
export function progressLine(event: ApplyEvent, style: Style): string | undefined {
  if (event.type === "started") return undefined;
  const reference = event.type === "customer" ? event.result.reference : event.reference;
  // A log line stays one line: whoever reads it wraps it.
  return render([line(0, [piece("strong", reference), "  ", ...formatEvent(event)])], {
    ...style,
    width: Infinity,
  });
}

function formatEvent(event: Exclude<ApplyEvent, { type: "started" }>): readonly Words[] {
  switch (event.type) {
    case "waiting":
      return [piece("faint", `waiting: ${formatObject(event.change, event.reference)}: ${event.text}`)];
    case "finished":
      return formatOutcome(event.change, event.outcome, formatObject(event.change, event.reference));
    case "customer":
      return formatCustomer(event.result);
  }
}

function formatOutcome(change: Change, outcome: Outcome, object: string): readonly Words[] {
  const verb = formatVerb(change);
  const status = (words: string): Piece => piece(OUTCOME_LOOKS[outcome.status], words);
  switch (outcome.status) {
    case "done":
      return [status(verb.done), ` ${object}${formatNote(outcome.note)}`];
    case "unchanged":
      return [status("unchanged"), ` ${object}${formatNote(outcome.note)}`];
    case "held":
      return outcome.hold.why === "not-started"
        ? [status("not started"), `: ${verb.plan} ${object}: ${outcome.hold.detail}`]
        : [status("held"), `: ${verb.plan} ${object}: ${formatHold(outcome.hold, change.risks)}`];
    case "failed":
    case "unknown": {
      const request = outcome.request === undefined ? "" : ` (${formatRequest(outcome.request)})`;
      return [status(outcome.status), `: ${verb.plan} ${object}: ${outcome.why}${request}`];
    }
  }
}

function formatNote(note: string | undefined): string {
  return note === undefined ? "" : ` (${note})`;
}

function formatCustomer(result: CustomerResult): readonly Words[] {
  switch (result.status) {
    case "done":
      return [piece("good", "done"), `: ${formatCount(result.changes.length, "change")}`];
    case "unchanged":
      return [piece("faint", "unchanged")];
    case "stale":
      return [
        piece("alarm", "stale"),
        ": live state or manifest changed since the plan; nothing was applied",
      ];
    case "incomplete":
      return [
        piece("alarm", "incomplete"),
        `: ${tally(result) || (formatStatus(toPlanned(result)) ?? "not fully applied")}`,
      ];
  }
}

function tally({ changes, blocked, remaining }: CustomerResult): string {
  const counts = (["done", "failed", "held", "unknown"] as const).flatMap((status) => {
    const amount = changes.filter(({ outcome }) => outcome.status === status).length;
    return amount === 0 ? [] : [`${amount} ${status}`];
  });
  const unplanned = blocked.length === 0 ? [] : [`${blocked.length} blocked`];
  const different =
    remaining.length === 0 ? [] : [`${formatCount(remaining.length, "field")} still different`];
  return [...counts, ...unplanned, ...different].join(", ");
}
