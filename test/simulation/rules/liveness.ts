import type { StoredCustomer, StoredPbx, StoredUser } from "../../../src/emulator/world/state.ts";
import type { Change, UserChange } from "../../../src/model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx, DesiredUser } from "../../../src/model/customer/desired.ts";
import { isSecret, toJson } from "../../../src/model/customer/value.ts";
import type { DesiredFields } from "../../../src/model/customer/fields.ts";
import { toEmailKey } from "../../../src/model/ids.ts";
import { equalJson, isJsonObject, type Json } from "../../../src/model/json/json.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
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

/** Whether what dimctl says of a run is so. */
export function untruths(
  world: World,
  result: ApplyResult,
  created: ReadonlySet<string>,
  others: boolean,
): readonly string[] {
  return result.customers.flatMap(({ reference, changes }) =>
    changes.flatMap((change) => {
      const { outcome } = change;
      const name = `${reference}/${change.key}`;
      if (change.action !== "create" || change.kind === "pbx") return [];
      const isMade = created.has(name);
      const isSaid = outcome.status === "failed" && /^(?:created|exists), but /u.test(outcome.why);
      if (isMade && !isSaid && !others && (outcome.status === "failed" || outcome.status === "held"))
        return [`${name} was created and is reported as ${JSON.stringify(outcome)}`];
      if (outcome.status === "done" && !others && !isThere(world, reference, change))
        return [`${name} is reported as done and is not there`];
      return [];
    }),
  );
}

function isThere(world: World, reference: string, change: Change): boolean {
  return liveOf(world, reference).some(
    (customer) =>
      change.kind !== "user" ||
      Object.values(customer.users).some(({ email }) => toEmailKey(email ?? "") === toEmailKey(change.email)),
  );
}

function liveOf(world: World, reference: string): readonly StoredCustomer[] {
  return Object.values(world.emulator.state.customers).filter(
    ({ fields, deletedAt }) => fields["reference"] === reference && deletedAt === undefined,
  );
}

/** What the service really holds against the manifests, fields that no read shows included. */
export function wrongInTruth(world: World, plan: Plan): readonly string[] {
  return world.desired.flatMap((desired) => {
    const planned = plan.customers.find(({ reference }) => reference === desired.reference);
    const [live, ...twins] = liveOf(world, desired.reference);
    if (
      !planned ||
      planned.status === "ambiguous" ||
      planned.status === "deleting" ||
      planned.status === "unreadable"
    )
      return [];
    if (!live || twins.length > 0 || desired.state === "absent") return [];
    const left = new Set<string>(planned.changes.map(({ key }) => key));
    const wrong = [
      ...(left.has("customer") ? [] : wrongFields(world, live.id, "customer", desired.fields, live.fields)),
      ...(desired.pbxs ?? [])
        .filter(({ name }) => !left.has(`pbx:${name}`))
        .flatMap((pbx) => wrongPbx(world, live, pbx)),
      ...desired.users
        .filter(({ key }) => !left.has(`user:${key}`))
        .flatMap((user) => wrongUser(desired, live, user)),
    ];
    return wrong.map((text) => `${desired.reference}: ${text}`);
  });
}

function wrongPbx(world: World, live: StoredCustomer, pbx: DesiredPbx): readonly string[] {
  const found = Object.values(live.pbxs).filter((candidate) => candidate.fields["name"] === pbx.name);
  const [first, ...others] = found;
  if (pbx.state === "absent") return first ? [`PBX ${pbx.name} is there still`] : [];
  if (!first) return [`PBX ${pbx.name} is missing`];
  if (others.length > 0) return [];
  const wantsEnabled =
    pbx.fields.has("enabled") || world.original.has(first.id) || isTouched(world, first.id);
  const disabled =
    !wantsEnabled && first.fields["enabled"] !== true
      ? [`PBX ${pbx.name} was created and never enabled`]
      : [];
  return [...disabled, ...wrongFields(world, first.id, `PBX ${pbx.name}`, pbx.fields, first.fields)];
}

/** Fields of an object that was there before, or that a person has touched, may be unknown to us for good. */
function wrongFields(
  world: World,
  id: string,
  name: string,
  desired: DesiredFields,
  live: StoredPbx["fields"],
): readonly string[] {
  if (world.original.has(id) || isTouched(world, id)) return [];
  return [...desired].flatMap(([field, { value: desiredValue }]) => {
    if (
      field === "trialDuration" ||
      (field === "timezone" && world.emulator.switches.timezoneStored === "canonical")
    )
      return [];
    const wanted: Json = isSecret(desiredValue) ? `secret-${desiredValue.secret}` : toJson(desiredValue);
    const stored = valueOf(live, field);
    const isNothing = wanted === null && (stored === undefined || stored === "");
    return isNothing || equalJson(stored, wanted)
      ? []
      : [`${field} of ${name} is ${JSON.stringify(stored)} and should be ${JSON.stringify(wanted)}`];
  });
}

function valueOf(fields: StoredPbx["fields"], name: string): Json | undefined {
  const [first = "", second] = name.split(".");
  const value = fields[first];
  if (second === undefined) return value;
  return isJsonObject(value) ? value[second] : undefined;
}

function isTouched(world: World, id: string): boolean {
  return world.acts.some((act) => act.by === "person" && act.objectId === id);
}

function wrongUser(desired: DesiredCustomer, live: StoredCustomer, user: DesiredUser): readonly string[] {
  const found = Object.values(live.users).filter(({ email }) => toEmailKey(email ?? "") === user.key);
  const [first, ...others] = found;
  if (others.length > 0 || user.state === "absent") return [];
  if (!first) return user.imported ? [] : [`${user.key} is missing`];
  return wrongRoles(desired, user, first);
}

function wrongRoles(desired: DesiredCustomer, user: DesiredUser, live: StoredUser): readonly string[] {
  const isManager = live.roles.includes("user.admin") || live.roles.includes("admin.user");
  const missing = (user.roles ?? []).filter((role) => !live.roles.includes(role));
  const wrong = missing.map((role) => `${user.key} lacks ${role}`);
  if (user.admin && !(isManager && live.roles.includes("customer.user")))
    wrong.push(`${user.key} is no admin`);
  if (!user.admin && isManager && user.roles !== undefined && desired.manage.roles === "exact")
    wrong.push(`${user.key} is an admin still`);
  return wrong;
}
