import type { RiskName } from "#schemas/plan";

export type { Risk as RiskFinding, RiskName } from "#schemas/plan";

/** What the configuration's `policy` says of a risk: nothing is shown, it is shown, or it needs an approval. */
type Severity = "allow" | "note" | "approve";

/** `last-admin` is not in it: nothing approves it. */
export type Policy = Readonly<Record<Exclude<RiskName, "last-admin">, Severity>>;

/** What holds for a risk that the configuration does not name (ARCHITECTURE.md, Risks and approvals). */
export const DEFAULT_POLICY: Policy = {
  "recreate-customer": "approve",
  "delete-customer": "approve",
  "disable-customer": "approve",
  "delete-user": "approve",
  "delete-pbx": "approve",
  "restart-pbx": "approve",
  "new-admin": "note",
  "demote-admin": "approve",
  charge: "note",
  "send-email": "note",
  "start-trial": "note",
  "mass-change": "approve",
  "possible-rename": "approve",
  "attached-elsewhere": "approve",
  "large-charge": "approve",
  "new-admin-domain": "note",
};

/** The risks by name, as approvals and `policy` give them; the last one cannot be approved. */
export const RISKS: readonly RiskName[] = [...policyRisks(), "last-admin"];

function policyRisks(): readonly RiskName[] {
  return Object.keys(DEFAULT_POLICY).filter((name): name is keyof Policy => name in DEFAULT_POLICY);
}
