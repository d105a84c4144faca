import type { CustomerPlan, Plan } from "../../model/plan/plan.ts";
import { line, piece, render, spaced, type Line, type Style } from "../layout.ts";
import { customerLines, requestCount } from "../lines/customer-lines.ts";
import { formatUnplanned } from "../wording/format-unplanned.ts";
import { formatBlockedCount, formatCount, listSome } from "../wording/format-change.ts";

/** Options of the text of a plan. */
export interface PlanTextOptions {
  /** The date to propose in approvals, e.g. `2026-12-24`; without it the lines say `YYYY-MM-DD`. */
  readonly approveUntil?: string;
}

/** The plan as a colleague reviews it in a terminal. */
export function planText(plan: Plan, style: Style, options: PlanTextOptions = {}): string {
  const shown = plan.customers.filter(isWorthShowing);
  const blocks = [
    [line(0, [piece("strong", `Plan for ${plan.environment}`), piece("faint", `  ${plan.api}`)])],
    ...shown.map((customer) => customerLines(customer, { indent: 2, ...options })),
    asideLines(plan),
    [line(0, [piece("strong", planVerdict(plan))], 0)],
  ];
  return render(spaced(blocks), style);
}

/** Whether the plan has something to say of a customer beyond that it is as its manifest says. */
export function isWorthShowing(customer: CustomerPlan): boolean {
  return customer.status !== "unchanged" || customer.changes.length > 0 || customer.warnings.length > 0;
}

/** The plan in one or two sentences: the last line of the text, the first of the comment. */
export function planVerdict(plan: Plan): string {
  const { create, update, delete: remove, held, blocked } = plan.summary;
  const stuck = formatUnplanned(plan.customers.map(({ status }) => status));
  const customers = formatCount(plan.customers.length, "customer");
  if (blocked === 0 && plan.customers.every((customer) => customer.changes.length === 0)) {
    if (plan.customers.length === 0) return "No changes. No customers selected.";
    const isAlone = plan.customers.every(({ status }) => status !== "unchanged");
    if (stuck !== "") return isAlone ? stuck.trim() : `No changes for the other customers.${stuck}`;
    return `No changes. ${customers} ${plan.customers.length === 1 ? "matches its manifest" : "match their manifests"}.`;
  }
  const requests = plan.customers.reduce(
    (sum, customer) => sum + (customer.changes.length > 0 ? customer.requests : 0),
    0,
  );
  const counts = `${create} to create, ${update} to update, ${remove} to delete, ${held} held${formatBlockedCount(blocked)} (${customers})`;
  return `Plan: ${counts}.${stuck} ${requestCount(requests)}.`;
}

/** Customers that need nothing, and those that nobody manages any more. */
export function asideLines(plan: Plan): readonly Line[] {
  const quiet = plan.customers.filter((customer) => !isWorthShowing(customer));
  const unseen = quiet.flatMap((customer) => customer.coverage.notCompared).length;
  const blind = unseen === 0 ? "" : `; ${formatCount(unseen, "managed field")} not verified`;
  return [
    ...(quiet.length === 0
      ? []
      : [line(0, [`Unchanged: ${listSome(quiet.map((customer) => customer.reference))}${blind}.`])]),
    ...quietNotes(quiet),
    ...(plan.noLongerManaged.length === 0
      ? []
      : [
          line(0, [
            `Manifest removed: no longer managed; live customer untouched: ${plan.noLongerManaged.join(", ")}.`,
          ]),
        ]),
  ];
}

/** Notes of customers that need nothing: of the first ten, so that a fleet's plan stays short. */
function quietNotes(quiet: readonly CustomerPlan[]): readonly Line[] {
  const rows = quiet.flatMap(({ reference, notes, coverage }) => {
    const unseen = coverage.notCompared.map(({ path }) => path);
    const texts = [
      ...notes.map(({ text }) => text),
      ...(unseen.length === 0 ? [] : [`not verified: ${unseen.join(", ")}`]),
    ];
    return texts.length === 0 ? [] : [line(2, [piece("faint", "·"), ` ${reference}: ${texts.join("; ")}`])];
  });
  const rest = rows.length - QUIET_REMARKS;
  if (rest <= 0) return rows;
  const more = line(2, [piece("faint", `· and ${formatCount(rest, "more customer")} with notes`)]);
  return [...rows.slice(0, QUIET_REMARKS), more];
}

const QUIET_REMARKS = 10;
