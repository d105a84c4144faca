/** The named dangers of a change (ARCHITECTURE.md, Risks and approvals). */
export const RISKS = [
  "delete-customer",
  "disable-customer",
  "delete-user",
  "delete-pbx",
  "restart-pbx",
  "new-admin",
  "demote-admin",
  "charge",
  "send-email",
  "start-trial",
  "mass-change",
  "last-admin",
] as const;

/** The name of a risk, as approvals and `policy` give it. */
export type RiskName = (typeof RISKS)[number];

/** What the configuration's `policy` says of a risk: nothing is shown, it is shown, or it needs an approval. */
type Severity = "allow" | "note" | "approve";

/** `last-admin` is not in it: nothing approves it. */
export type Policy = Readonly<Record<Exclude<RiskName, "last-admin">, Severity>>;

/** What holds for a risk that the configuration does not name. */
export const DEFAULT_POLICY: Policy = {
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
};

/** A risk that a change meets, and whether it may go ahead. */
export interface RiskFinding {
  readonly risk: RiskName;
  readonly severity: Severity | "never";
  /** Why it applies here, e.g. `adds customer.user.acd`. */
  readonly detail: string;
  /** The approval that covers it, by its reason. */
  readonly approvedBy?: string;
  /** An approval would cover it at another hour of the day: this window, in the customer's time zone. */
  readonly window?: string;
}
