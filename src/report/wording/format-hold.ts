import type { Hold } from "../../model/plan/change.ts";
import type { RiskFinding } from "../../model/plan/risk.ts";
import { RISK_WORDS } from "./format-change.ts";

/** Why a change is not carried out: completes "held: …". */
export function formatHold(hold: Hold): string {
  switch (hold.why) {
    case "not-approved":
      return `${[...new Set(hold.risks.map((finding) => RISK_WORDS[finding.risk]))].join(", ")}; ${approvalState(hold.risks)}`;
    case "last-admin":
      return "it would leave the customer without an admin, and nothing approves that";
    case "depends-on":
      return `it needs ${formatObjectKey(hold.on)}, which was not carried out`;
    case "ambiguous":
      return `it is not clear which object is meant: ${hold.detail}`;
    case "higher-level":
      return `it is configured at a higher level: ${hold.detail}`;
    case "not-imported":
      return `not imported yet: ${hold.detail}`;
    case "incomplete":
      return `the manifest lacks what a create needs: ${hold.detail}`;
    case "no-admin":
      return hold.detail;
    case "stale":
      return `the plan is out of date: ${hold.detail}`;
    case "not-started":
      return `not started: ${hold.detail}`;
  }
}

/** An approval that holds at another hour is waited for; a second one is not needed. */
function approvalState(risks: readonly RiskFinding[]): string {
  const windows = [...new Set(risks.flatMap(({ window }) => (window === undefined ? [] : [window])))];
  const lacksAny = risks.some(({ window }) => window === undefined);
  return lacksAny ? "not approved" : `approved from ${windows.join(" and ").replaceAll("-", " to ")} only`;
}

/** An object key as a person calls it: `user:ana@acme.example` is `user ana@acme.example`. */
export function formatObjectKey(key: string): string {
  if (key === "customer") return "the customer";
  if (key.startsWith("pbx:")) return `PBX ${key.slice(4)}`;
  return key.replace(":", " ");
}

/**
 * The lines to add to the manifest so that the held change may go ahead; empty when an approval is not what it needs.
 * `until` is the date to propose, e.g. `2026-12-24`; without it the date is left to the person.
 */
export function approvalLines(hold: Hold, until = "YYYY-MM-DD"): readonly string[] {
  if (hold.why !== "not-approved") return [];
  const lacking = hold.risks.filter((finding) => finding.window === undefined);
  if (lacking.length === 0) return [];
  const risks = [...new Set(lacking.map((finding) => finding.risk))];
  return ["approve:", ...risks.map((risk) => `  - { risk: ${risk}, until: ${until}, reason: "…" }`)];
}
