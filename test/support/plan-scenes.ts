/** Desired and live states as property tests draw them. */
import * as fc from "fast-check";
import type { DesiredCustomer } from "../../src/model/customer/desired.ts";
import { toReference } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import type { ObservedCustomer } from "../../src/model/customer/observed.ts";
import {
  admin,
  approval,
  desiredValues,
  kazoo,
  live,
  person,
  profile,
  secret,
  user,
  wanted,
} from "./plan-states.ts";

const email = fc.constantFrom("a@x.example", "B@x.example", "c@x.example", "d@x.example");
const levels = fc.option(fc.constantFrom("customer.user.supervisorl1", "customer.user.supervisorl3"), {
  nil: undefined,
});
const others = fc.subarray([
  "customer.settings",
  "customer.user.acd",
  "customer.user.uc",
  "customer.user.uc.remote",
]);
const owned = fc.subarray([
  "customer.user",
  "user.admin",
  "admin.user",
  "customer.user.pbx",
  "customer.beta",
]);
const rolesOf = (...parts: (readonly string[] | string | undefined)[]): readonly string[] =>
  parts.flat().filter((role) => role !== undefined);
const text = fc.constantFrom<Json>("x", "y", null, "");

const desiredUser = fc
  .record({
    email,
    level: levels,
    roles: others,
    managed: fc.boolean(),
    isAdmin: fc.boolean(),
    login: fc.option(fc.boolean(), { nil: undefined }),
    gone: fc.boolean(),
  })
  .map(({ email: address, level, roles, managed, isAdmin: leads, login, gone }) => {
    const desired = managed ? rolesOf(roles, level) : undefined;
    if (leads) return admin(address, desired, { displayName: "Named" });
    const rest = { displayName: "Named", ...(login !== undefined && { login }) };
    return user(address, desired, gone ? { state: "absent" } : rest);
  });
const desiredValue = fc.record({
  fields: fc.record({ name: text, description: text, enabled: fc.boolean() }, { requiredKeys: [] }),
  pbxs: fc.uniqueArray(
    fc.record({ name: fc.constantFrom("P", "Q", "R"), hostRest: text, gone: fc.boolean() }),
    { selector: ({ name }) => name },
  ),
  first: email,
  users: fc.uniqueArray(desiredUser, { selector: ({ key }) => key }),
  manage: fc.record({
    admins: fc.constantFrom("additive" as const, "exact" as const),
    users: fc.constantFrom("additive" as const, "exact" as const),
    roles: fc.constantFrom("additive" as const, "exact" as const),
  }),
});
const state = fc.record({
  fields: fc.record({ name: text, description: text, enabled: fc.boolean() }),
  pbxs: fc.uniqueArray(fc.record({ name: fc.constantFrom("P", "Q", "S"), hostRest: text }), {
    selector: ({ name }) => name,
  }),
  users: fc.uniqueArray(
    fc.record({ email, level: levels, roles: others, owned, displayName: fc.constantFrom("Named", "Other") }),
    {
      selector: (each) => each.email,
    },
  ),
});

const leader = (address: string) => admin(address, undefined, { displayName: "Named" });

/** A manifest that names at least one admin, and a customer that is there. */
export const scene = fc.tuple(desiredValue, state).map(([desired, there]) => ({
  desired: wanted(desired.fields, {
    pbxs: desired.pbxs.map(({ name, hostRest, gone }) =>
      kazoo(name, { hostRest }, gone ? { state: "absent" } : {}),
    ),
    users: [leader(desired.first), ...desired.users.filter(({ key }) => key !== leader(desired.first).key)],
    manage: desired.manage,
  }),
  observed: live(there.fields, {
    pbxs: there.pbxs.map(({ name, hostRest }) => profile(name, { hostRest, enabled: false })),
    users: there.users.map(({ email: address, level, roles, owned: mine, displayName }) =>
      person(address, rolesOf(roles, level, mine), { displayName }),
    ),
  }),
}));

/** Any JSON; a number is one that a JSON text keeps. */
const anyJson = fc
  .jsonValue({ maxDepth: 2, stringUnit: "binary" })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const anyText = fc.string({ unit: "binary", maxLength: 12 });
/** A value that looks like a form of the document, and is one only where the manifest says so. */
const setting = fc.oneof(
  anyJson,
  fc.constantFrom<Json>({ secret: 1 }, { unknown: true }, { value: { secret: "KEY" } }, [{ secret: "KEY" }]),
  fc.constant(secret("ACME_KEY")),
);
const approvals = fc.subarray([
  approval("demote-admin"),
  approval("restart-pbx", { window: "22:00-06:00" }),
  approval("delete-user", { reason: "ticket 2" }),
  approval("delete-pbx", { until: "2026-11-01" }),
]);
const extras = fc.record({
  name: anyText,
  setting,
  shown: fc.option(anyJson, { nil: undefined }),
  approvals,
  twin: fc.boolean(),
  imported: fc.boolean(),
  there: fc.boolean(),
  isGone: fc.boolean(),
});

/** More than `scene`: any values and names, secrets, approvals, two live objects for one, people to come, no customer yet. */
export const wideScene: fc.Arbitrary<{
  readonly desired: DesiredCustomer;
  readonly observed: ObservedCustomer;
}> = fc.tuple(scene, extras).map(([{ desired, observed }, more]) => {
  const pbx = kazoo("Free", { setting: more.setting });
  const coming = user("Coming@X.example", ["customer.user.acd"], { imported: more.imported });
  const free = profile("Free", more.shown === undefined ? {} : { setting: more.shown });
  const twins = observed.users.slice(0, 1).map((each) => person(each.email?.toUpperCase() ?? "", []));
  return {
    desired: {
      ...desired,
      reference: toReference(more.name),
      fields: new Map([...desired.fields, ...desiredValues({ description: more.name })]),
      pbxs: [...(desired.pbxs ?? []), pbx],
      users: [...desired.users, coming],
      approvals: more.approvals,
      ...(more.isGone && { state: "absent" as const }),
    },
    observed: more.there
      ? live(Object.fromEntries(observed.fields), {
          pbxs: [...observed.pbxs, free, ...(more.twin ? [free] : [])],
          users: [...observed.users, ...(more.twin ? twins : [])],
        })
      : { state: "absent", instances: [] },
  };
});
