import type { StoredCustomer, StoredPbx, StoredUser } from "../../../src/emulator/world/state.ts";
import type { Change } from "../../../src/model/plan/change.ts";
import type { DesiredCustomer, DesiredPbx, DesiredUser } from "../../../src/model/customer/desired.ts";
import { isSecret, toJson } from "../../../src/model/customer/value.ts";
import type { DesiredFields } from "../../../src/model/customer/fields.ts";
import { toEmailKey } from "../../../src/model/ids.ts";
import { equalJson, isJsonObject, type Json } from "../../../src/model/json/json.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
import type { Plan } from "../../../src/model/plan/plan.ts";
import type { World } from "../world.ts";

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
      const isSaid = outcome.status === "failed" && outcome.why.startsWith("it was created");
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
