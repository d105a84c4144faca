import type { Hold } from "../../model/plan/change.ts";
import type { RiskFinding, RiskName } from "../../model/plan/risk.ts";
import { RISK_WORDS } from "./format-change.ts";

/** Why a change with these risks is not carried out: completes "held: …". */
export function formatHold(hold: Hold, risks: readonly RiskFinding[]): string {
  switch (hold.why) {
    case "not-approved":
      return `${hold.risks.map((risk) => RISK_WORDS[risk]).join(", ")}; ${approvalState(hold.risks, risks)}`;
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
function approvalState(held: readonly RiskName[], risks: readonly RiskFinding[]): string {
  const windows = [...new Set(held.flatMap((risk) => approvalWindow(risk, risks) ?? []))];
  const lacksAny = held.some((risk) => approvalWindow(risk, risks) === undefined);
  return lacksAny ? "not approved" : `approved from ${windows.join(" and ").replaceAll("-", " to ")} only`;
}

function approvalWindow(risk: RiskName, risks: readonly RiskFinding[]): string | undefined {
  return risks.find((finding) => finding.risk === risk)?.window;
}

/** Whether all that a held change lacks is the hour of its approvals. */
export function waitsForItsHour(hold: Hold, risks: readonly RiskFinding[]): boolean {
  return hold.why === "not-approved" && hold.risks.every((risk) => approvalWindow(risk, risks) !== undefined);
}

/** An object key as a person calls it: `user:ana@acme.example` is `user ana@acme.example`. */
export function formatObjectKey(key: string): string {
  if (key === "customer") return "the customer";
  if (key.startsWith("pbx:")) return `PBX ${key.slice(4)}`;
  return key.replace(":", " ");
}

/**
 * The lines to add to the manifest so that the held change, which meets these risks, may go ahead; empty when an approval
 * is not what it needs.
 * `until` is the date to propose, e.g. `2026-12-24`; without it the date is left to the person.
 */
export function approvalLines(
  hold: Hold,
  risks: readonly RiskFinding[],
  until = "YYYY-MM-DD",
): readonly string[] {
  if (hold.why !== "not-approved") return [];
  const lacking = hold.risks.filter((risk) => approvalWindow(risk, risks) === undefined);
  if (lacking.length === 0) return [];
  return ["approve:", ...lacking.map((risk) => `  - { risk: ${risk}, until: ${until}, reason: "…" }`)];
}
