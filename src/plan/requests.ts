import type { Change } from "../model/plan/change.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";

/** How many requests an apply of these changes sends when nothing goes wrong: writes, read-backs and verification. */
export function countRequests(changes: readonly Change[], desired: DesiredCustomer): number {
  const going = changes.filter((change) => !change.hold);
  if (going.length === 0) return 0;
  return (
    going.reduce((total, change) => total + countChangeRequests(change), 0) + verification(going, desired)
  );
}

function countChangeRequests(change: Change): number {
  switch (change.kind) {
    case "customer":
      return 1;
    case "pbx":
      // A create inside its customer is found by one list instead of sent (A2); enabling is a patch of its own (A4).
      return change.action === "create" && change.enable === true ? 2 : 1;
    case "user":
      return userRequests(change);
  }
}

function userRequests(change: Extract<Change, { kind: "user" }>): number {
  const readBack = change.wave === 3 ? 1 : 0;
  if (change.action === "create" || change.action === "delete") return 1 + readBack;
  const lookUp = change.objectId === undefined ? 2 : 0;
  // A removal is made from a fresh read and is read back.
  const freshRead = change.roles.remove.length > 0 ? 2 : 0;
  return 1 + lookUp + freshRead + readBack;
}

/** After the last wave the customer is observed once more: itself, its users, its PBXs, and each named user. */
function verification(going: readonly Change[], desired: DesiredCustomer): number {
  if (going.some((change) => change.kind === "customer" && change.action === "delete")) return 1;
  const named = desired.users.filter((user) => user.state === "present").length;
  return 2 + (desired.pbxs ? 1 : 0) + named;
}
