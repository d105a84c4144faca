import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedCustomer, ObservedPbx } from "../../model/customer/observed.ts";
import type { RiskName } from "../../model/plan/risk.ts";
import { plainJson } from "../../model/customer/value.ts";
import type { UnassessedChange } from "../diff.ts";
import type { RiskFacts } from "./risk-facts.ts";
import { charges, chargesMuch } from "./charges.ts";
import { bringsMailDomain, mayBeRenamed, takesAttachedPbx } from "./slips.ts";

/** A rule looks at one change and says why its risk applies, or nothing. */
interface RiskRule {
  readonly risk: RiskName;
  readonly meets: (change: UnassessedChange, facts: RiskFacts) => string | undefined;
}

/** The risks that one change can meet by itself (ARCHITECTURE.md, Risks and approvals), in the order in which they are shown. */
export const RISK_RULES: readonly RiskRule[] = [
  { risk: "delete-customer", meets: deletesCustomer },
  { risk: "disable-customer", meets: disablesCustomer },
  { risk: "delete-user", meets: deletesUser },
  { risk: "delete-pbx", meets: deletesPbx },
  { risk: "restart-pbx", meets: restartsPbx },
  { risk: "possible-rename", meets: mayBeRenamed },
  { risk: "attached-elsewhere", meets: takesAttachedPbx },
  { risk: "demote-admin", meets: demotesAdmin },
  { risk: "new-admin", meets: makesAdmin },
  { risk: "new-admin-domain", meets: bringsMailDomain },
  { risk: "charge", meets: charges },
  { risk: "large-charge", meets: chargesMuch },
  { risk: "send-email", meets: sendsEmail },
  { risk: "start-trial", meets: startsTrial },
];

function deletesCustomer(change: UnassessedChange): string | undefined {
  return change.kind === "customer" && change.action === "delete"
    ? "ends access and call logging; only Support can undo it"
    : undefined;
}

function disablesCustomer(change: UnassessedChange): string | undefined {
  return change.kind === "customer" && change.reason === "disable"
    ? "blocks portal access; calls are still collected and billed"
    : undefined;
}

function deletesUser(change: UnassessedChange): string | undefined {
  return change.kind === "user" && change.action === "delete" ? change.email : undefined;
}

function deletesPbx(change: UnassessedChange): string | undefined {
  return change.kind === "pbx" && change.action === "delete"
    ? "disconnects the PBX; its calls are no longer collected"
    : undefined;
}

/** Any patch of a collecting PBX restarts its collector (CONTRACT.md section 6); the first enabling does not. */
function restartsPbx(change: UnassessedChange, { observed }: RiskFacts): string | undefined {
  if (change.kind !== "pbx" || change.action !== "update" || change.fields.length === 0) return undefined;
  const live = livePbx(change.objectId, observed);
  if (live?.fields.get("enabled") === false) return undefined;
  // An enabling that was begun and never confirmed, alone or with the rest of a create that was cut off.
  const isFirstEnabling =
    change.reason === "not-confirmed" && change.fields.some((field) => field.name === "enabled");
  return isFirstEnabling ? undefined : "calls during the restart are lost";
}

function livePbx(id: string, observed: ObservedCustomer): ObservedPbx | undefined {
  return observed.state === "present" ? observed.pbxs.find((pbx) => pbx.id === id) : undefined;
}

function demotesAdmin(change: UnassessedChange, { context }: RiskFacts): string | undefined {
  if (change.kind !== "user" || change.wave !== 5) return undefined;
  return context.dialect.losesAdmin(change.roles) ? `${change.email} loses admin rights` : undefined;
}

function makesAdmin(change: UnassessedChange, { context }: RiskFacts): string | undefined {
  if (change.kind !== "user" || change.action === "delete") return undefined;
  const gains = change.roles.add.some((role) => context.dialect.isManage(role));
  return gains ? `${change.email} can manage the customer's users` : undefined;
}

/** Enabling invites every user with a login (section 4.1); a created user is mailed unless mail is off (C6). */
function sendsEmail(change: UnassessedChange, { desired, observed }: RiskFacts): string | undefined {
  if (change.kind === "customer" && change.action === "update") {
    const enables = change.fields.some(({ name, after }) => name === "enabled" && after === true);
    return enables ? "an invitation to every user with a login" : undefined;
  }
  if (change.kind !== "user" || change.action !== "create") return undefined;
  return isMailOff(desired, observed) ? undefined : `an activation e-mail to ${change.email}`;
}

function isMailOff(desired: DesiredCustomer, observed: ObservedCustomer): boolean {
  const desiredValue = plainJson(desired.fields.get("sendNewUserEmail")?.value);
  if (desiredValue !== undefined) return desiredValue === false;
  return observed.state === "present" && observed.fields.get("sendNewUserEmail") === false;
}

function startsTrial(change: UnassessedChange): string | undefined {
  if (change.kind !== "customer" || change.action !== "create") return undefined;
  const days = change.fields.find((field) => field.name === "trialDuration")?.after;
  if (typeof days !== "number" || days <= 0) return undefined;
  return `${days} days, then billed automatically`;
}
