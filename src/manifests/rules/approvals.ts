import { RISKS } from "../../model/plan/risk.ts";
import { quoted } from "../manifest-diagnostic.ts";
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

/** The last day of an approval is a day of the calendar. */
export const approvalDates: Rule = ({ manifest, push }) => {
  for (const [index, { until }] of (manifest.approve ?? []).entries()) {
    if (isDate(until)) continue;
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
