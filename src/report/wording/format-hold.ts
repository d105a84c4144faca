import type { Hold } from "../../model/plan/change.ts";
import type { RiskFinding, RiskName } from "../../model/plan/risk.ts";
import { RISK_WORDS } from "./format-change.ts";

/**
 * Why a change with these risks is not applied: completes "held: …". `blocker` says how the change that it depends on
 * ended.
 */
export function formatHold(hold: Hold, risks: readonly RiskFinding[], blocker?: string): string {
  switch (hold.why) {
    case "not-approved":
      return `${approvalState(hold.risks, risks)}: ${hold.risks.map((risk) => RISK_WORDS[risk]).join(", ")}`;
    case "last-admin":
      return "the customer would be left without an admin; cannot be approved";
    case "depends-on":
      return blocker ?? `depends on ${formatObjectKey(hold.on)}, which is not applied`;
    case "ambiguous":
      return `ambiguous: ${hold.detail}`;
    case "higher-level":
      return `managed at a higher level: ${hold.detail}`;
    case "not-imported":
      return `pending PBX import: ${hold.detail}`;
    case "incomplete":
      return `required to create, but missing in the manifest: ${hold.detail}`;
    case "no-admin":
    case "swapped-references":
      return hold.detail;
    case "stale":
      return `stale: ${hold.detail}`;
    case "not-started":
      return `not started: ${hold.detail}`;
  }
}

/** An approval whose time window is closed needs no second approval, only another hour. */
function approvalState(held: readonly RiskName[], risks: readonly RiskFinding[]): string {
  const windows = [...new Set(held.flatMap((risk) => approvalWindow(risk, risks) ?? []))];
  const lacksAny = held.some((risk) => approvalWindow(risk, risks) === undefined);
  return lacksAny ? "needs approval" : `approved only from ${windows.join(" and ").replaceAll("-", " to ")}`;
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
