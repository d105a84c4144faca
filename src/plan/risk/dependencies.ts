import type { Change, ObjectKey } from "../../model/plan/change.ts";
import type { ObservedCustomer } from "../../model/customer/observed.ts";
import type { AdminDialect } from "../../model/customer/admin-dialect.ts";
import { compareText } from "../order.ts";

/**
 * Holds what depends on a held change (ARCHITECTURE.md, Risks and approvals): everything on the create of its customer, users on the only
 * admins, a change of a person on an earlier one of the same person. The rest goes on. `blockedAdmins` are declared admins
 * that nothing can be planned for: nobody can count on them either.
 */
export function holdDependents(
  changes: readonly Change[],
  blockedAdmins: readonly ObjectKey[],
  observed: ObservedCustomer,
  dialect: AdminDialect,
): readonly Change[] {
  const blocker = changes.find(
    (change) => change.kind === "customer" && change.action === "create" && change.hold,
  );
  if (blocker) return changes.map((change) => dependOn(change, blocker.key));
  const admin = awaitedAdmin(changes, blockedAdmins, observed, dialect);
  const heldBefore = new Set<ObjectKey>();
  return changes.map((change) => {
    const isLater = heldBefore.has(change.key);
    if (change.hold) heldBefore.add(change.key);
    if (change.kind !== "user") return change;
    if (admin !== undefined && change.wave >= 4) return dependOn(change, admin);
    return isLater ? dependOn(change, change.key) : change;
  });
}

/** The admin that everything else depends on: there is no admin yet, and every declared one is held or blocked. */
function awaitedAdmin(
  changes: readonly Change[],
  blockedAdmins: readonly ObjectKey[],
  observed: ObservedCustomer,
  dialect: AdminDialect,
): ObjectKey | undefined {
  const hasAdmin =
    observed.state === "present" && observed.users.some((user) => dialect.isAdmin(user.roles ?? []));
  if (hasAdmin) return undefined;
  const coming = changes.filter(
    (change) => change.kind === "user" && change.action !== "delete" && change.wave === 3 && change.admin,
  );
  if (coming.some((change) => !change.hold)) return undefined;
  return [...coming.map(({ key }) => key), ...blockedAdmins].toSorted(compareText)[0];
}

function dependOn(change: Change, on: ObjectKey): Change {
  return change.hold ? change : { ...change, hold: { why: "depends-on", on } };
}
