import { describe, expect, test } from "vitest";
import { toEmailKey, toTenantId } from "../../../../src/model/ids.ts";
import { diffUsers } from "../../../../src/plan/user/diff-users.ts";
import { field } from "../../../support/change-builders.ts";
import { admin, ADMIN, ANA, context, live, person, user, wanted } from "../../../support/plan-states.ts";

const L1 = "customer.user.supervisorl1";
const diff = (users: readonly ReturnType<typeof user>[], there: readonly ReturnType<typeof person>[]) =>
  diffUsers(wanted({}, { users }), live({}, { users: there }), context());

describe("a person who does not exist", () => {
  test("is created in the third wave as an admin, in the fourth as a user", () => {
    const users = [
      admin("a@a.example", [], { displayName: "A" }),
      user("b@a.example", [L1], { displayName: "B" }),
    ];
    expect(diff(users, []).changes).toMatchObject([
      { action: "create", wave: 3, admin: true, roles: { add: ADMIN } },
      {
        action: "create",
        wave: 4,
        admin: false,
        roles: { add: [L1] },
        fields: [field("displayName", "B")],
      },
    ]);
  });

  test("cannot be created without a name", () => {
    expect(diff([user("b@a.example")], []).changes).toMatchObject([
      { action: "create", hold: { why: "incomplete", detail: "displayName of b@a.example" } },
    ]);
  });

  test("and is to have no login loses the one that a create gives, behind it", () => {
    const result = diff([user("b@a.example", [], { displayName: "B", login: false })], []);
    expect(result.changes).toMatchObject([
      { action: "create", wave: 4 },
      { action: "update", wave: 5, roles: { add: [], remove: ["customer.user"] } },
    ]);
    expect(result.changes[1]).not.toHaveProperty("objectId");
  });

  test("and comes with the import is waited for, never created", () => {
    const result = diff([user("b@a.example", [L1], { imported: true })], []);
    expect(result.changes).toMatchObject([{ action: "update", reason: "grant" }]);
    expect(result.changes[0]).not.toHaveProperty("objectId");
    expect(result.notes).toMatchObject([{ code: "not-imported-yet" }]);
  });

  test("and comes with the import, with nothing to do then, is not waited for", () => {
    expect(diff([user("b@a.example", undefined, { imported: true })], [])).toMatchObject({
      changes: [],
      unchanged: 1,
    });
  });

  test("and is to go needs nothing", () => {
    expect(diff([user("b@a.example", undefined, { state: "absent" })], [])).toMatchObject({
      changes: [],
      unchanged: 1,
    });
  });
});

describe("a person who is there", () => {
  test("is given roles before others are taken", () => {
    const result = diff([user("b@a.example", [L1])], [person("b@a.example", ["customer.settings"])]);
    expect(result.changes).toMatchObject([
      { wave: 4, reason: "grant", roles: { add: [L1], remove: [] } },
      { wave: 5, reason: "revoke", roles: { add: [], remove: ["customer.settings"] } },
    ]);
  });

  test("exchanges a supervisor level in one change", () => {
    const result = diff([user("b@a.example", ["customer.user.supervisorl3"])], [person("b@a.example", [L1])]);
    expect(result.changes).toMatchObject([
      { reason: "exchange", roles: { add: ["customer.user.supervisorl3"], remove: [L1] } },
    ]);
  });

  test("is promoted in the third wave and demoted in the fifth", () => {
    const users = [admin("b@a.example", undefined), user("ana@acme.example", [])];
    expect(diff(users, [ANA, person("b@a.example", [])]).changes).toMatchObject([
      { key: "user:b@a.example", wave: 3, reason: "promote" },
      { key: "user:ana@acme.example", wave: 5, reason: "demote" },
    ]);
  });

  test("under an old address gets the new one, and keeps the key that is remembered", () => {
    const users = [user("new@a.example", undefined, { previously: toEmailKey("old@a.example") })];
    expect(diff(users, [person("old@a.example")]).changes).toMatchObject([
      {
        key: "user:new@a.example",
        formerKey: "user:old@a.example",
        reason: "renamed",
        fields: [field("email", "new@a.example", "old@a.example")],
      },
    ]);
  });

  test("is never patched for the case of the address", () => {
    expect(diff([user("B@A.example")], [person("b@a.example")]).changes).toEqual([]);
  });

  test("whose roles are not shown is not compared, and named", () => {
    const result = diff([user("b@a.example", [L1])], [person("b@a.example")]);
    expect(result).toMatchObject({
      changes: [],
      notCompared: [{ path: "b@a.example.roles", why: "not-shown" }],
      notes: [{ code: "roles-not-shown" }],
    });
  });

  test("and lacks the PBX role that a desired one requires gets a note", () => {
    const desiredValue = [user("b@a.example", ["customer.user.acd"])];
    expect(diff(desiredValue, [person("b@a.example", [])]).notes).toMatchObject([
      { code: "waits-for-pbx-role" },
    ]);
    expect(diff(desiredValue, [person("b@a.example", ["customer.user.pbx"])]).notes).toEqual([]);
  });

  test("is deleted in the fifth wave when the file says so", () => {
    const result = diff([user("b@a.example", undefined, { state: "absent" })], [person("b@a.example", [L1])]);
    expect(result.changes).toMatchObject([{ action: "delete", wave: 5, objectId: "id-of-b@a.example" }]);
  });
});

describe("someone who is not ours to change", () => {
  const there = [person("b@a.example", []), person("B@a.example", [])];

  test("is one of two with the address", () => {
    for (const desired of [user("b@a.example", [L1]), user("b@a.example", undefined, { state: "absent" })]) {
      expect(diff([desired], there)).toMatchObject({
        changes: [],
        unchanged: 0,
        blocked: [
          {
            kind: "user",
            key: "user:b@a.example",
            reason: "ambiguous",
            detail: "2 live users have the address b@a.example",
          },
        ],
      });
    }
  });

  test("is configured at a higher level", () => {
    const parent = person("b@a.example", [], { isParent: true });
    expect(diff([user("b@a.example", [L1])], [parent]).changes).toMatchObject([
      { hold: { why: "higher-level" } },
    ]);
  });

  test("has another home: roles are given, name and address are not touched, nothing is deleted", () => {
    const guest = person("b@a.example", [], { primaryTenant: toTenantId("tenant-2"), displayName: "B" });
    const result = diff([user("b@a.example", [L1], { displayName: "Bea" })], [guest]);
    expect(result.changes).toMatchObject([{ fields: [], roles: { add: [L1] } }]);
    expect(result.notes).toMatchObject([{ code: "higher-level" }]);
    expect(diff([user("b@a.example", undefined, { state: "absent" })], [guest]).changes).toMatchObject([
      { action: "delete", hold: { why: "higher-level" } },
    ]);
  });
});
