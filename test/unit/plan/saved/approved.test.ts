import { describe, expect, test } from "vitest";
import type { Change, UpdateUser } from "../../../../src/model/plan/change.ts";
import { toPbxId, toTenantId, toUserId } from "../../../../src/model/ids.ts";
import { findStaleness } from "../../../../src/plan/saved/approved.ts";
import {
  createPbx as newPbx,
  createUser,
  deletePbx,
  field,
  roles,
  secretField,
  UNKNOWN,
  updateCustomer,
  updatePbx,
  updateUser,
} from "../../../support/change-builders.ts";

const update = updateCustomer({ fields: [field("name", "New", "Old")] });
const grant = updateUser("b@a.example", {
  objectId: toUserId("u-1"),
  roles: { held: roles("x"), add: roles("y", "z"), remove: [] },
});
const enable = updatePbx("A", { objectId: toPbxId("p-1"), fields: [secretField("apiKey", "KEY", UNKNOWN)] });
const createPbx = newPbx("A", { fields: [secretField("apiKey", "KEY")] });
const awaited: UpdateUser = { ...grant, roles: { add: roles("y", "z"), remove: [] } };

const staleness = (approved: readonly Change[], fresh: readonly Change[]): readonly string[] =>
  findStaleness({ manifestDigest: "m", changes: approved }, { manifestDigest: "m", changes: fresh });

describe("a saved plan still holds", () => {
  test.each<readonly [string, readonly Change[], readonly Change[]]>([
    ["when nothing has moved", [update, grant], [update, grant]],
    ["when some of it is done already", [update, grant], [grant]],
    ["when all of it is done already", [update, grant], []],
    [
      "when fields come in another order",
      [updateCustomer({ fields: [field("name", "New", "Old"), field("description", "y", "x")] })],
      [updateCustomer({ fields: [field("description", "y", "x"), field("name", "New", "Old")] })],
    ],
    [
      "when roles come in another order",
      [grant],
      [{ ...grant, roles: { held: roles("x"), add: roles("z", "y"), remove: [] } }],
    ],
    [
      "when somebody has given a role that it does not touch",
      [grant],
      [{ ...grant, roles: { held: roles("x", "more"), add: roles("y", "z"), remove: [] } }],
    ],
    ["when a PBX no longer travels with its customer", [{ ...createPbx, inside: true }], [createPbx]],
    ["when a create was cut off before the field that nobody sees", [createPbx], [enable]],
    [
      "when a create was cut off before its enabling",
      [createPbx],
      [{ ...enable, fields: [field("enabled", true, UNKNOWN)] }],
    ],
    [
      "when somebody whom it created is to lose the login that came with it",
      [withoutId({ ...awaited, wave: 5, roles: { add: [], remove: roles("customer.user") } })],
      [
        {
          ...awaited,
          wave: 5,
          roles: { held: roles("customer.user"), add: [], remove: roles("customer.user") },
        },
      ],
    ],
    [
      "when an awaited person has come with some of the roles",
      [withoutId(awaited)],
      [{ ...awaited, roles: { held: roles("z"), add: roles("y"), remove: [] } }],
    ],
  ])("%s", (_, approved, fresh) => {
    expect(staleness(approved, fresh)).toEqual([]);
  });
});

describe("a saved plan is stale", () => {
  test("when its manifest has changed, whatever else", () => {
    expect(
      findStaleness({ manifestDigest: "m", changes: [update] }, { manifestDigest: "n", changes: [] }),
    ).toEqual(["the manifest changed since the plan was saved"]);
  });

  test.each<readonly [string, readonly Change[], readonly Change[], string]>([
    [
      "when a field has another value",
      [update],
      [{ ...update, fields: [field("name", "New", "Moved")] }],
      'name is now "Moved", was "Old"',
    ],
    [
      "when a field that nobody could see can be seen",
      [{ ...update, fields: [field("timezone", "Z", UNKNOWN)] }],
      [{ ...update, fields: [field("timezone", "Z", "Y")] }],
      'timezone is now "Y", was not shown',
    ],
    [
      "when one more field differs",
      [update],
      [{ ...update, fields: [...update.fields, field("description", "y", "x")] }],
      'the customer: description is "x", and changing it is not part of the plan',
    ],
    [
      "when a role to be exchanged is another one",
      [{ ...grant, roles: { held: roles("l1"), add: roles("l3"), remove: roles("l1") } }],
      [{ ...grant, roles: { held: roles("l2"), add: roles("l3"), remove: roles("l2") } }],
      'user b@a.example: roles are now "l2", were "l1"',
    ],
    [
      "when a role would have to be taken that nobody had",
      [grant],
      [{ ...grant, wave: 5, roles: { held: roles("x", "more"), add: [], remove: roles("more") } }],
      'user b@a.example: roles are now "more, x", were "x"',
    ],
    [
      "when one more role would be given",
      [grant],
      [{ ...grant, roles: { held: [], add: roles("x", "y", "z"), remove: [] } }],
      'user b@a.example: roles are now "", were "x"',
    ],
    [
      "when the person is another one with the same address",
      [grant],
      [{ ...grant, objectId: toUserId("u-2") }],
      "user b@a.example is a different object than in the plan",
    ],
    [
      "when the object is gone and would be created",
      [grant],
      [createUser("b@a.example", { roles: { held: [], add: roles("y", "z"), remove: [] } })],
      "user b@a.example not found in Dimensions, and creating it is not part of the plan",
    ],
    [
      "when something would be removed",
      [update],
      [deletePbx("A", { objectId: toPbxId("p-1") })],
      "PBX A: its deletion is not part of the plan",
    ],
    [
      "when an object would be changed that it does not name",
      [update],
      [enable],
      "PBX A: this change is not part of the plan",
    ],
    [
      "when a created object differs in what can be seen",
      [createPbx],
      [{ ...enable, fields: [field("hostRest", "y", "x")] }],
      "PBX A: this change is not part of the plan",
    ],
    [
      "when a secret would be written that it did not name",
      [createPbx],
      [{ ...enable, fields: [secretField("apiKey", "OTHER", UNKNOWN)] }],
      "PBX A: this change is not part of the plan",
    ],
    [
      "when an awaited person has come and would lose a role",
      [withoutId(awaited)],
      [{ ...awaited, roles: { held: roles("q"), add: roles("y"), remove: roles("q") } }],
      'user b@a.example: roles are now "q", were not shown',
    ],
  ])("%s", (_, approved, fresh, expected) => {
    expect(staleness(approved, fresh)).toEqual([expected]);
  });

  test("and every change that has moved is named", () => {
    const fresh = [{ ...update, fields: [field("name", "New", "Moved")] }, enable];
    expect(staleness([update], fresh)).toHaveLength(2);
  });
});

/** As it is planned for someone who is still to come with the PBX import. */
function withoutId(change: UpdateUser): UpdateUser {
  const { objectId: _, ...others } = change;
  return others;
}

describe("the tenant of an approved customer", () => {
  const was = { manifestDigest: "m", changes: [update], tenantId: toTenantId("t-1") };

  test("is bound: another one with its reference is stale", () => {
    expect(findStaleness(was, { ...was, tenantId: toTenantId("t-2") })).toEqual([
      "the customer was t-1 and is now t-2",
    ]);
  });

  test("may have been created since by an earlier run of the same plan", () => {
    const { tenantId: _, ...absent } = was;
    expect(findStaleness(absent, was)).toEqual([]);
  });
});
