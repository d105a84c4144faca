import type { Change } from "../model/plan/change.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";
import type { ObservedCustomer, PresentCustomer } from "../model/customer/observed.ts";
import type { CustomerPlan, CustomerStatus } from "../model/plan/plan.ts";
import { isAdmin } from "../model/customer/roles.ts";
import { approvalWarnings } from "./risk/approvals.ts";
import type { PlanContext } from "./context.ts";
import { holdDependents } from "./risk/dependencies.ts";
import { createCustomer, deleteCustomer, diffCustomer } from "./customer/diff-customer.ts";
import { createPbxs, diffPbxs } from "./pbx/diff-pbxs.ts";
import { createUsers, diffUsers } from "./user/diff-users.ts";
import { EMPTY_DRAFT, joinDrafts, type Draft } from "./draft.ts";
import { instanceRemarks } from "./pbx/instance-remarks.ts";
import { inOrder } from "./order.ts";
import { countRequests } from "./requests.ts";
import { weigh } from "./risk/weigh.ts";

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
  const draft = diff(desired, observed, context);
  const now = context.localTime(timeZoneOf(desired, observed));
  const weighed = weigh(draft.changes, { desired, observed, context }, now);
  const changes = holdDependents(inOrder(weighed), observed, context.adminRoles);
  const why = whyBlocked(observed);
  return {
    reference: desired.reference,
    name: nameOf(desired, observed),
    file: desired.file,
    at: context.locate(desired.origin),
    status: statusOf(observed, changes),
    ...(why !== undefined && { why }),
    target:
      observed.state === "present"
        ? { state: "exists", tenantId: observed.tenantId }
        : { state: "to-create" },
    confirmedAdmins: confirmedAdmins(observed, context),
    changes,
    unchanged: draft.unchanged,
    remarks: draft.remarks,
    // Where nothing can be planned, no approval is unused.
    warnings: why === undefined ? approvalWarnings(desired, risksOf(changes), now, context) : [],
    coverage: {
      declared: draft.declared,
      compared: draft.declared - draft.notCompared.length,
      notCompared: draft.notCompared,
    },
    requests: countRequests(changes, desired),
    manifestDigest: context.hash(desired.text),
  };
}

function confirmedAdmins(
  observed: ObservedCustomer,
  { adminRoles }: PlanContext,
): CustomerPlan["confirmedAdmins"] {
  if (observed.state !== "present") return [];
  return observed.users.filter((user) => isAdmin(user.roles ?? [], adminRoles)).map((user) => user.id);
}

/** What an approval's time zone is: the customer's own. */
export function timeZoneOf(desired: DesiredCustomer, observed: ObservedCustomer): string | undefined {
  const wish = desired.fields.get("timezone")?.wish;
  if (wish?.kind === "plain" && typeof wish.value === "string") return wish.value;
  const reported = observed.state === "present" ? observed.fields.get("timezone") : undefined;
  return typeof reported === "string" ? reported : undefined;
}

function diff(desired: DesiredCustomer, observed: ObservedCustomer, context: PlanContext): Draft {
  switch (observed.state) {
    case "absent":
      return desired.state === "absent"
        ? { ...EMPTY_DRAFT, unchanged: 1 }
        : diffAbsent(desired, observed, context);
    case "present":
      return desired.state === "absent"
        ? deleteCustomer(desired, context)
        : diffPresent(desired, observed, context);
    case "ambiguous":
    case "deleting":
    case "unreadable":
      return EMPTY_DRAFT;
  }
}

function diffAbsent(
  desired: DesiredCustomer,
  observed: Extract<ObservedCustomer, { state: "absent" }>,
  context: PlanContext,
): Draft {
  const pbxs = createPbxs(desired, context);
  const withRemarks: Draft = {
    ...EMPTY_DRAFT,
    changes: pbxs,
    remarks: instanceRemarks(desired, observed.instances),
  };
  const firstPbx = pbxs.find((pbx) => pbx.inside);
  return joinDrafts([createCustomer(desired, firstPbx, context), withRemarks, createUsers(desired, context)]);
}

function diffPresent(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Draft {
  const remarks = instanceRemarks(desired, live.instances, live.tenantId);
  return joinDrafts([
    diffCustomer(desired, live, context),
    diffPbxs(desired, live, context),
    { ...EMPTY_DRAFT, remarks },
    diffUsers(desired, live, context),
  ]);
}

function statusOf(observed: ObservedCustomer, changes: readonly Change[]): CustomerStatus {
  switch (observed.state) {
    case "ambiguous":
    case "deleting":
    case "unreadable":
      return observed.state;
    case "absent":
    case "present":
      return changes.length > 0 ? "changed" : "unchanged";
  }
}

function whyBlocked(observed: ObservedCustomer): string | undefined {
  switch (observed.state) {
    case "ambiguous":
    case "unreadable":
      return observed.why;
    case "deleting":
      return "the deletion was accepted, and it is still listed";
    case "absent":
    case "present":
      return undefined;
  }
}

function nameOf(desired: DesiredCustomer, observed: ObservedCustomer): string {
  const wish = desired.fields.get("name")?.wish;
  if (wish?.kind === "plain" && typeof wish.value === "string") return wish.value;
  const reported = observed.state === "present" ? observed.fields.get("name") : undefined;
  return typeof reported === "string" ? reported : desired.reference;
}

/** Every risk that some of the changes meet. */
export function risksOf(changes: readonly Change[]): ReadonlySet<Change["risks"][number]["risk"]> {
  return new Set(changes.flatMap((change) => change.risks.map((mark) => mark.risk)));
}
