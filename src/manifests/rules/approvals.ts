import { isJsonObject, type Json } from "../../model/json/json.ts";
import { RISKS, type RiskName } from "../../model/plan/risk.ts";
import { quoted, type ManifestDiagnostic } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import { error, type Rule } from "./rule.ts";

const approvable = RISKS.filter((risk) => risk !== "last-admin");

/** Approvals name a risk that can be approved, and give a reason. */
export const approvalRisks: Rule = ({ manifest, push }) => {
  for (const [index, { risk, reason }] of (manifest.approve ?? []).entries()) {
    const at = ["approve", index, "risk"];
    if (risk === "last-admin") {
      const hint = "add another admin first";
      push(error("last-admin", at, "removing the last admin cannot be approved", { hint }));
    } else if (!approvable.some((known) => known === risk)) {
      const meant = nearest(risk, approvable);
      const hint =
        meant === undefined ? `allowed values: ${approvable.join(", ")}` : `did you mean ${quoted(meant)}?`;
      push(error("unknown-risk", at, `unknown risk ${quoted(risk)}`, { hint }));
    }
    if (reason.trim() === "") {
      const hint = "state why, e.g. a ticket number";
      push(error("no-reason", ["approve", index, "reason"], "an approval must have a reason", { hint }));
    }
  }
};

/** What takes something away or may bill twice: such consent is given for one customer at a time. */
const DESTRUCTIVE: ReadonlySet<unknown> = new Set<RiskName>([
  "delete-customer",
  "disable-customer",
  "delete-user",
  "delete-pbx",
  "demote-admin",
  "mass-change",
  "possible-rename",
  "attached-elsewhere",
  "large-charge",
]);

/** An approval in `_defaults.yaml` is one for every customer, those of tomorrow included. */
export function defaultApprovals(defaults: Json): readonly ManifestDiagnostic[] {
  const approvals = isJsonObject(defaults) ? defaults["approve"] : undefined;
  return (Array.isArray(approvals) ? approvals : []).flatMap((approval: Json, index) => {
    const risk = isJsonObject(approval) ? approval["risk"] : undefined;
    if (typeof risk !== "string" || !DESTRUCTIVE.has(risk)) return [];
    const summary = `${quoted(risk)} cannot be approved for all customers`;
    const hint = "approve it in the manifest of each customer that needs it";
    return [error("default-approval", ["approve", index, "risk"], summary, { hint })];
  });
}

const LONGEST_DAYS = 366;

/** The last day of an approval is a day of the calendar, at most a year from today. */
export const approvalDates: Rule = ({ manifest, today, push }) => {
  for (const [index, { until }] of (manifest.approve ?? []).entries()) {
    if (isDate(until)) {
      if (daysBetween(today, until) <= LONGEST_DAYS) continue;
      const summary = `an approval until ${until} is valid for more than a year`;
      const hint = "set a date within a year; an approval is for one change";
      push(error("approval-too-long", ["approve", index, "until"], summary, { hint }));
      continue;
    }
    const hint = "use YYYY-MM-DD, e.g. 2026-12-24";
    push(error("bad-date", ["approve", index, "until"], `${quoted(until)} is not a valid date`, { hint }));
  }
};

/** A day of the calendar: 2026-02-30 is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const DAY_MS = 24 * 60 * 60 * 1000;

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

const WINDOW = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A window has two different times of the day; it may go over midnight. */
export const approvalWindows: Rule = ({ manifest, push }) => {
  for (const [index, { window }] of (manifest.approve ?? []).entries()) {
    if (window === undefined) continue;
    const match = WINDOW.exec(window);
    if (match !== null && match[1] !== match[2]) continue;
    const hint = 'use HH:MM-HH:MM, e.g. "22:00-06:00"';
    push(
      error("bad-window", ["approve", index, "window"], `${quoted(window)} is not a valid time window`, {
        hint,
      }),
    );
  }
};
