import type { Change } from "../model/plan/change.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";
import type { ObservedCustomer, PresentCustomer } from "../model/customer/observed.ts";
import type { CustomerPlan, CustomerStatus } from "../model/plan/plan.ts";
import { approvalWarnings } from "./risk/approvals.ts";
import type { PlanContext } from "./context.ts";
import { holdDependents } from "./risk/dependencies.ts";
import { diffNewCustomer, diffDeletedCustomer, diffCustomer } from "./customer/diff-customer.ts";
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
  const assessed = assessRisks(diff.changes, { desired, observed, context }, now);
  const changes = holdDependents(inOrder(assessed), observed, context.dialect);
  const why = blockedReason(observed);
  return {
    reference: desired.reference,
    name: customerName(desired, observed),
    file: desired.file,
    at: context.locate(desired.origin),
    status: customerStatus(observed, changes),
    ...(why !== undefined && { why }),
    target:
      observed.state === "present"
        ? { state: "exists", tenantId: observed.tenantId }
        : { state: "to-create" },
    confirmedAdmins: confirmedAdmins(observed, context),
    changes,
    unchanged: diff.unchanged,
    notes: diff.notes,
    // Where nothing can be planned, no approval is unused.
    warnings: why === undefined ? approvalWarnings(desired, listRisks(changes), now, context) : [],
    coverage: {
      declared: diff.declared,
      compared: diff.declared - diff.notCompared.length,
      notCompared: diff.notCompared,
    },
    requests: countRequests(changes, desired),
    manifestDigest: context.hash(desired.text),
  };
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
  const desiredValue = desired.fields.get("timezone")?.value;
  if (desiredValue?.kind === "plain" && typeof desiredValue.value === "string") return desiredValue.value;
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
  const withNotes: Diff = {
    ...EMPTY_DIFF,
    changes: pbxs,
    notes: instanceNotes(desired, observed.instances),
  };
  const firstPbx = pbxs.find((pbx) => pbx.inside);
  return mergeDiffs([diffNewCustomer(desired, firstPbx, context), withNotes, createUsers(desired, context)]);
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

function customerStatus(observed: ObservedCustomer, changes: readonly Change[]): CustomerStatus {
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

function blockedReason(observed: ObservedCustomer): string | undefined {
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

function customerName(desired: DesiredCustomer, observed: ObservedCustomer): string {
  const desiredValue = desired.fields.get("name")?.value;
  if (desiredValue?.kind === "plain" && typeof desiredValue.value === "string") return desiredValue.value;
  const reported = observed.state === "present" ? observed.fields.get("name") : undefined;
  return typeof reported === "string" ? reported : desired.reference;
}

/** Every risk that some of the changes meet. */
export function listRisks(changes: readonly Change[]): ReadonlySet<Change["risks"][number]["risk"]> {
  return new Set(changes.flatMap((change) => change.risks.map((finding) => finding.risk)));
}
