import type { Change } from "../model/plan/change.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";
import type { LocalTime } from "../model/ports/clock.ts";
import type { ObservedCustomer, PresentCustomer } from "../model/customer/observed.ts";
import { defined } from "../model/json/defined.ts";
import type { ObjectKey } from "../model/ids.ts";
import type { BlockedObject, CustomerPlan, CustomerStatus } from "../model/plan/plan.ts";
import { plainJson } from "../model/customer/value.ts";
import { approvalWarnings } from "./risk/approvals.ts";
import type { PlanContext } from "./context.ts";
import { holdDependents } from "./risk/dependencies.ts";
import { diffNewCustomer, diffDeletedCustomer, diffCustomer } from "./customer/diff-customer.ts";
import { countManagedUsers } from "./user/match-users.ts";
import { createPbxs, diffPbxs } from "./pbx/diff-pbxs.ts";
import { createUsers, diffUsers } from "./user/diff-users.ts";
import { EMPTY_DIFF, mergeDiffs, type Diff } from "./diff.ts";
import { instanceNotes } from "./pbx/instance-notes.ts";
import { inOrder } from "./order.ts";
import { countRequests } from "./requests.ts";
import { assessRisks } from "./risk/assess-risks.ts";

/**
 * The plan of one customer: what would be changed so that live Dimensions (observed) becomes what the manifest wants
 * (desired), in the order of waves, with the risks of each change and what is held because of them.
 * Pure: the same arguments give the same plan.
 */
export function planCustomer(
  desired: DesiredCustomer,
  observed: ObservedCustomer,
  context: PlanContext,
): CustomerPlan {
  const diff = diffStates(desired, observed, context);
  const now = context.localTime(customerTimeZone(desired, observed));
  const assessed = assessRisks(
    diff.changes,
    { desired, observed, context, managedUsers: countManagedUsers(desired, observed) },
    now,
  );
  const blockedAdmins = diff.blocked.map(({ key }) => key).filter((key) => isAdminKey(key, desired));
  const changes = holdDependents(inOrder(assessed), blockedAdmins, observed, context.dialect);
  const why = statusReason(observed);
  return {
    reference: desired.reference,
    name: customerName(desired, observed),
    file: desired.file,
    at: context.locate(desired.origin),
    status: customerStatus(observed, changes, diff.blocked),
    ...defined({ why, tenantId: observed.state === "present" ? observed.tenantId : undefined }),
    confirmedAdmins: confirmedAdmins(observed, context),
    manifestDigest: context.hash(desired.text),
    unchanged: diff.unchanged,
    blocked: diff.blocked,
    notes: diff.notes,
    // Where nothing can be planned, no approval is unused.
    warnings: why === undefined ? warnings(desired, { changes, blocked: diff.blocked }, now, context) : [],
    coverage: {
      declared: diff.declared,
      compared: diff.declared - diff.notCompared.length,
      notCompared: diff.notCompared,
    },
    requests: countRequests(changes, desired),
    changes,
  };
}

/** The warnings about a planned customer's approvals; needed again when its changes have met a risk of the whole fleet. */
export function warnings(
  desired: DesiredCustomer,
  { changes, blocked }: Pick<CustomerPlan, "changes" | "blocked">,
  now: LocalTime,
  context: PlanContext,
): CustomerPlan["warnings"] {
  const met = new Set(changes.flatMap((change) => change.risks.map(({ risk }) => risk)));
  return approvalWarnings(desired, blocked.length === 0 ? met : undefined, now, context);
}

function isAdminKey(key: ObjectKey, desired: DesiredCustomer): boolean {
  return desired.users.some((user) => user.admin && key === `user:${user.key}`);
}

function confirmedAdmins(
  observed: ObservedCustomer,
  { dialect }: PlanContext,
): CustomerPlan["confirmedAdmins"] {
  if (observed.state !== "present") return [];
  return observed.users.filter((user) => dialect.isAdmin(user.roles ?? [])).map((user) => user.id);
}

/** What an approval's time zone is: the customer's own. */
export function customerTimeZone(desired: DesiredCustomer, observed: ObservedCustomer): string | undefined {
  const desiredValue = plainJson(desired.fields.get("timezone")?.value);
  if (typeof desiredValue === "string") return desiredValue;
  const reported = observed.state === "present" ? observed.fields.get("timezone") : undefined;
  return typeof reported === "string" ? reported : undefined;
}

function diffStates(desired: DesiredCustomer, observed: ObservedCustomer, context: PlanContext): Diff {
  switch (observed.state) {
    case "absent":
      return desired.state === "absent"
        ? { ...EMPTY_DIFF, unchanged: 1 }
        : diffAbsent(desired, observed, context);
    case "present":
      return desired.state === "absent"
        ? diffDeletedCustomer(desired, context)
        : diffPresent(desired, observed, context);
    case "ambiguous":
    case "deleting":
    case "unreadable":
      return EMPTY_DIFF;
  }
}

function diffAbsent(
  desired: DesiredCustomer,
  observed: Extract<ObservedCustomer, { state: "absent" }>,
  context: PlanContext,
): Diff {
  const pbxs = createPbxs(desired, context);
  const notes = instanceNotes(desired, observed.instances);
  return mergeDiffs([
    diffNewCustomer(desired, context),
    { ...EMPTY_DIFF, changes: pbxs, notes },
    createUsers(desired, context),
  ]);
}

function diffPresent(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Diff {
  const notes = instanceNotes(desired, live.instances, live.tenantId);
  return mergeDiffs([
    diffCustomer(desired, live, context),
    diffPbxs(desired, live, context),
    { ...EMPTY_DIFF, notes },
    diffUsers(desired, live, context),
  ]);
}

function customerStatus(
  observed: ObservedCustomer,
  changes: readonly Change[],
  blocked: readonly BlockedObject[],
): CustomerStatus {
  switch (observed.state) {
    case "ambiguous":
    case "deleting":
    case "unreadable":
      return observed.state;
    case "absent":
    case "present":
      if (changes.length > 0) return "changed";
      return blocked.length > 0 ? "blocked" : "unchanged";
  }
}

function statusReason(observed: ObservedCustomer): string | undefined {
  switch (observed.state) {
    case "ambiguous":
    case "unreadable":
      return observed.why;
    case "deleting":
      return "the deletion was accepted, but the customer is still listed";
    case "absent":
    case "present":
      return undefined;
  }
}

function customerName(desired: DesiredCustomer, observed: ObservedCustomer): string {
  const desiredValue = plainJson(desired.fields.get("name")?.value);
  if (typeof desiredValue === "string") return desiredValue;
  const reported = observed.state === "present" ? observed.fields.get("name") : undefined;
  return typeof reported === "string" ? reported : desired.reference;
}
