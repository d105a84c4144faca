/** Any desired state against any live state: what the plan says, once done, leaves nothing to do. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../../src/model/plan/change.ts";
import { toEmailKey, toPbxId, toUserId, type RoleId } from "../../../src/model/ids.ts";
import { isSecret, toJson } from "../../../src/model/customer/value.ts";
import type { Json } from "../../../src/model/json/json.ts";
import type { ObservedPbx, ObservedUser, PresentCustomer } from "../../../src/model/customer/observed.ts";
import { DEFAULT_POLICY, type Policy } from "../../../src/model/plan/risk.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";
import { inOrder } from "../../../src/plan/order.ts";
import { planCustomer } from "../../../src/plan/plan-customer.ts";
import { scene } from "../../support/plan-scenes.ts";
import { context } from "../../support/plan-states.ts";

const NOTE_ALL = Object.fromEntries(Object.keys(DEFAULT_POLICY).map((risk) => [risk, "note"])) as Policy;
const open = context({ policy: NOTE_ALL });

test("the plan's own content, once done, leaves an empty plan", () => {
  fc.assert(
    fc.property(scene, ({ desired, observed }) => {
      const first = planCustomer(desired, observed, open);
      const going = first.changes.filter(({ hold }) => !hold);
      const after = going.reduce<PresentCustomer>(done, observed);
      const again = planCustomer(desired, after, open);
      expect(again.changes.filter(({ hold }) => !hold)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a customer with an admin is never left without one, at no step", () => {
  fc.assert(
    fc.property(scene, ({ desired, observed }) => {
      let now: PresentCustomer = observed;
      for (const change of planCustomer(desired, observed, open).changes.filter(({ hold }) => !hold)) {
        const before = admins(now);
        now = done(now, change);
        if (before > 0) expect(admins(now)).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});

test("nobody is left with two supervisor levels, and no role of the PBX or the platform is taken", () => {
  const catalogue = roleCatalogue();
  fc.assert(
    fc.property(scene, ({ desired, observed }) => {
      const { changes } = planCustomer(desired, observed, open);
      const after = changes.reduce<PresentCustomer>(done, observed);
      for (const { roles = [] } of after.users) {
        expect(
          roles.filter((role) => catalogue.get(role)?.group === "supervisor").length,
        ).toBeLessThanOrEqual(1);
      }
      const taken = changes.flatMap((change) =>
        change.kind === "user" && change.action === "update" ? change.roles.remove : [],
      );
      expect(
        taken.filter((role) => catalogue.get(role)?.owner !== "manifest" && !role.endsWith(".admin")),
      ).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("the same desired and live state give the same plan, in the order of waves", () => {
  fc.assert(
    fc.property(scene, ({ desired, observed }) => {
      const plan = planCustomer(desired, observed, open);
      expect(planCustomer(desired, observed, open)).toEqual(plan);
      expect(inOrder(plan.changes)).toEqual(plan.changes);
    }),
  );
});

function admins({ users }: PresentCustomer): number {
  return users.filter(({ roles = [] }) => DEFAULT_DIALECT.isAdmin(roles)).length;
}

/** The state after a change, as the documented service would have it. */
function done(now: PresentCustomer, change: Change): PresentCustomer {
  const values = change.fields.flatMap(({ name, after }) =>
    isSecret(after) ? [] : [[name, toJson(after)] as const],
  );
  switch (change.kind) {
    case "customer":
      return { ...now, fields: new Map([...now.fields, ...values]) };
    case "pbx":
      return { ...now, pbxs: pbxsAfter(now.pbxs, change, values) };
    case "user":
      return { ...now, users: usersAfter(now.users, change, values) };
  }
}

function pbxsAfter(
  pbxs: readonly ObservedPbx[],
  change: Extract<Change, { kind: "pbx" }>,
  values: readonly (readonly [string, Json])[],
): readonly ObservedPbx[] {
  if (change.action === "delete") return pbxs.filter(({ id }) => id !== change.objectId);
  if (change.action === "create") {
    const { name, wireType } = change;
    return [...pbxs, { id: toPbxId(`new-${name}`), name, wireType, fields: new Map(values) }];
  }
  return pbxs.map((pbx) =>
    pbx.id === change.objectId
      ? { ...pbx, name: change.name, fields: new Map([...pbx.fields, ...values]) }
      : pbx,
  );
}

function usersAfter(
  users: readonly ObservedUser[],
  change: Extract<Change, { kind: "user" }>,
  values: readonly (readonly [string, Json])[],
): readonly ObservedUser[] {
  const address = change.email;
  const key = toEmailKey(address);
  if (change.action === "delete") return users.filter(({ id }) => id !== change.objectId);
  if (change.action === "create") {
    const id = toUserId(`new-${address}`);
    // The service gives the portal login to everybody it creates.
    const roles = [...new Set([...change.roles.add, DEFAULT_DIALECT.login])];
    return [...users, { id, key, email: address, fields: new Map(values), roles, isParent: false }];
  }
  const rolesAfter = (held: readonly RoleId[] = []): readonly RoleId[] => [
    ...held.filter((role) => !change.roles.remove.includes(role)),
    ...change.roles.add,
  ];
  return users.map((each) =>
    (change.objectId === undefined ? each.key === key : each.id === change.objectId)
      ? { ...each, fields: new Map([...each.fields, ...values]), roles: rolesAfter(each.roles) }
      : each,
  );
}
