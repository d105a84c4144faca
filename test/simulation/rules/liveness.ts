import type { Change, UserChange } from "../../../src/model/plan/change.ts";
import { toEmailKey } from "../../../src/model/ids.ts";
import { PBX_USER } from "../../../src/model/customer/roles.ts";
import type { CustomerPlan, Plan } from "../../../src/model/plan/plan.ts";
import type { World } from "../world.ts";

/** Changes that would be carried out and are there for no reason that this service explains. */
export function unexplained(world: World, plan: Plan): readonly string[] {
  return plan.customers.flatMap((customer) =>
    customer.changes
      .filter((change) => !change.hold && !isPermanent(world, customer, change))
      .map(
        (change) =>
          `${customer.reference}: still planned: ${change.action} ${change.key} ${describe(change)}`,
      ),
  );
}

function describe(change: Change): string {
  const fields = change.fields.map(
    ({ name, before, after }) => `${name} ${JSON.stringify(before)}→${JSON.stringify(after)}`,
  );
  const roles =
    change.kind === "user"
      ? [
          `roles held ${change.roles.held?.join(" ")} +${change.roles.add.join(" ")} -${change.roles.remove.join(" ")}`,
        ]
      : [];
  return [...fields, ...roles].join("; ");
}

/** The differences that a service with these switches will always show. */
function isPermanent(world: World, customer: CustomerPlan, change: Change): boolean {
  const { switches } = world.emulator;
  const { tenantId } = customer;
  // Someone else has deleted it, and the service still shows it (A13).
  if (tenantId !== undefined && world.emulator.state.customers[tenantId]?.deletedAt !== undefined)
    return true;
  const isNew = tenantId === undefined;
  if (isNew && (isTrialRefused(world, customer) || isReferenceTaken(world, customer))) return true;
  if (change.kind === "customer" && change.action === "update" && switches.timezoneStored === "canonical") {
    return change.fields.every(({ name }) => name === "timezone");
  }
  if (change.kind === "customer" && change.action === "delete") return switches.deletedCustomers !== "gone";
  if (change.kind === "user" && (isComing(change) || lacksPbx(change))) return true;
  if (waitsForGood(world, customer, change)) return true;
  const isRename = change.fields.some(({ name }) => name === "email");
  if (
    change.kind === "user" &&
    isRename &&
    switches.userScope === "system" &&
    isElsewhere(world, customer, toEmailKey(change.email))
  )
    return true;
  if (change.kind === "user" && change.action === "delete") return switches.deletedPbxUser === "reimported";
  // A person who is made again with every import of the deleted one.
  if (change.kind === "user" && change.action === "create")
    return switches.userScope === "system" && isElsewhere(world, customer, toEmailKey(change.email));
  return false;
}

/** What waits for a wave that can never be done waits for good; nor does the last admin go then. */
function waitsForGood(world: World, customer: CustomerPlan, { wave }: Change): boolean {
  const { adminRole, adminRoleStored, unknownRoles } = world.emulator.switches;
  const isGuessed = adminRole !== "both" && adminRoleStored === "as-sent" && unknownRoles === "store";
  const isBlocked = customer.changes.some(
    (other) => other.wave < wave && isPermanent(world, customer, other),
  );
  return isBlocked || (isGuessed && (wave === 3 || wave === 5));
}

/** Only the PBX grants the role that these require, and this person is not on it. */
function lacksPbx(change: UserChange): boolean {
  const needsPbx = change.roles.add.some(
    (role) => role === "customer.user.acd" || role === "customer.user.pbx.realtime",
  );
  return needsPbx && change.roles.held?.includes(PBX_USER) !== true;
}

function isComing(change: UserChange): boolean {
  return change.action === "update" && change.objectId === undefined;
}

function isTrialRefused(world: World, customer: CustomerPlan): boolean {
  if (world.emulator.switches.trials !== "refused") return false;
  const desired = world.desired.find(({ reference }) => reference === customer.reference);
  const desiredValue = desired?.fields.get("trialDuration")?.value;
  return desiredValue !== undefined && desiredValue !== 0;
}

function isReferenceTaken(world: World, customer: CustomerPlan): boolean {
  return Object.values(world.emulator.state.customers).some(
    ({ fields, deletedAt }) => fields["reference"] === customer.reference && deletedAt !== undefined,
  );
}

function isElsewhere(world: World, customer: CustomerPlan, emailKey: string): boolean {
  return Object.values(world.emulator.state.customers).some(
    ({ fields, users, deletedAt }) =>
      (fields["reference"] !== customer.reference || deletedAt !== undefined) &&
      Object.values(users).some(({ email }) => toEmailKey(email ?? "") === emailKey),
  );
}
