import type { ObjectKey } from "../../model/plan/change.ts";
import type { DesiredUser } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import type { UnassessedChange } from "../diff.ts";

/** What every change of a person says of who it is. */
export function identity(user: DesiredUser): { key: ObjectKey; email: string } {
  return { key: `user:${user.key}`, email: user.email };
}

/** Whether the file says anything about this person's roles. */
export function wantsRoles(user: DesiredUser): boolean {
  return user.admin || user.roles !== undefined || user.login !== undefined;
}

/** Whether the person's home is another tenant: a delete there would reach beyond this customer. */
export function isGuest(found: ObservedUser, live: PresentCustomer): boolean {
  return found.primaryTenant !== undefined && found.primaryTenant !== live.tenantId;
}

/** Someone configured at a higher level is neither rewritten nor deleted (CONTRACT.md section 8 rule 15). */
export function withHigherLevelHold(change: UnassessedChange, found: ObservedUser): UnassessedChange {
  if (!found.isParent) return change;
  return {
    ...change,
    hold: { why: "higher-level", detail: found.email ?? found.id },
  };
}
