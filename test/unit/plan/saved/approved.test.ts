import { describe, expect, test } from "vitest";
import { findStaleness } from "../../../../src/plan/saved/approved.ts";
import type { ChangeRecord } from "../../../../src/plan/saved/change-record.ts";

const UNKNOWN = { unknown: true };
const update: ChangeRecord = {
  action: "update",
  kind: "customer",
  key: "customer",
  wave: 1,
  fields: [{ name: "name", before: "Old", after: "New" }],
};
const grant: ChangeRecord = {
  action: "update",
  kind: "user",
  key: "user:b@a.example",
  objectId: "u-1",
  wave: 4,
  fields: [],
  roles: { held: ["x"], add: ["y", "z"], remove: [] },
};
const enable: ChangeRecord = {
  action: "update",
  kind: "pbx",
  key: "pbx:A",
  objectId: "p-1",
  wave: 2,
  fields: [{ name: "apiKey", before: UNKNOWN, after: { secret: "KEY" } }],
};
const createPbx: ChangeRecord = {
  action: "create",
  kind: "pbx",
  key: "pbx:A",
  wave: 2,
  fields: [{ name: "apiKey", after: { secret: "KEY" } }],
};
const awaited: ChangeRecord = { ...grant, roles: { add: ["y", "z"], remove: [] } };

const staleness = (approved: readonly ChangeRecord[], fresh: readonly ChangeRecord[]): readonly string[] =>
  findStaleness({ manifestDigest: "m", changes: approved }, { manifestDigest: "m", changes: fresh });

describe("a saved plan still holds", () => {
  test.each<readonly [string, readonly ChangeRecord[], readonly ChangeRecord[]]>([
    ["when nothing has moved", [update, grant], [update, grant]],
    ["when some of it is done already", [update, grant], [grant]],
    ["when all of it is done already", [update, grant], []],
    [
      "when fields or roles come in another order",
      [grant],
      [{ ...grant, roles: { held: ["x"], add: ["z", "y"], remove: [] } }],
    ],
    [
      "when somebody has given a role that it does not touch",
      [grant],
      [{ ...grant, roles: { held: ["x", "more"], add: ["y", "z"], remove: [] } }],
    ],
    ["when a create was cut off before the field that nobody sees", [createPbx], [enable]],
    [
      "when a create was cut off before its enabling",
      [createPbx],
      [{ ...enable, fields: [{ name: "enabled", before: UNKNOWN, after: true }] }],
    ],
    [
      "when somebody whom it created is to lose the login that came with it",
      [withoutId({ ...awaited, wave: 5, roles: { add: [], remove: ["customer.user"] } })],
      [{ ...awaited, wave: 5, roles: { held: ["customer.user"], add: [], remove: ["customer.user"] } }],
    ],
    [
      "when an awaited person has come with some of the roles",
      [withoutId(awaited)],
      [{ ...awaited, roles: { held: ["z"], add: ["y"], remove: [] } }],
    ],
  ])("%s", (_, approved, fresh) => {
    expect(staleness(approved, fresh)).toEqual([]);
  });
});

describe("a saved plan is stale", () => {
  test("when its manifest has changed, whatever else", () => {
    expect(
      findStaleness({ manifestDigest: "m", changes: [update] }, { manifestDigest: "n", changes: [] }),
    ).toEqual(["its manifest has changed since the plan was saved"]);
  });

  test.each<readonly [string, readonly ChangeRecord[], readonly ChangeRecord[], string]>([
    [
      "when a field has another value",
      [update],
      [{ ...update, fields: [{ name: "name", before: "Moved", after: "New" }] }],
      "name is now «Moved», was «Old»",
    ],
    [
      "when a field that nobody could see can be seen",
      [{ ...update, fields: [{ name: "timezone", before: UNKNOWN, after: "Z" }] }],
      [{ ...update, fields: [{ name: "timezone", before: "Y", after: "Z" }] }],
      "timezone is now «Y», was not shown",
    ],
    [
      "when one more field differs",
      [update],
      [{ ...update, fields: [...update.fields, { name: "description", before: "x", after: "y" }] }],
      "the customer: description is «x» and was not to be changed",
    ],
    [
      "when a role to be exchanged is another one",
      [{ ...grant, roles: { held: ["l1"], add: ["l3"], remove: ["l1"] } }],
      [{ ...grant, roles: { held: ["l2"], add: ["l3"], remove: ["l2"] } }],
      "user b@a.example: the roles are now «l2», were «l1»",
    ],
    [
      "when a role would have to be taken that nobody had",
      [grant],
      [{ ...grant, wave: 5, roles: { held: ["x", "more"], add: [], remove: ["more"] } }],
      "user b@a.example: the roles are now «more, x», were «x»",
    ],
    [
      "when one more role would be given",
      [grant],
      [{ ...grant, roles: { held: [], add: ["x", "y", "z"], remove: [] } }],
      "user b@a.example: the roles are now «», were «x»",
    ],
    [
      "when the person is another one with the same address",
      [grant],
      [{ ...grant, objectId: "u-2" }],
      "user b@a.example is another one than when the plan was made",
    ],
    [
      "when the object is gone and would be created",
      [grant],
      [{ ...grant, action: "create", roles: { held: [], add: ["y", "z"], remove: [] } }],
      "user b@a.example is not in Dimensions, and to create it was not part of the plan",
    ],
    [
      "when something would be removed",
      [update],
      [{ ...enable, action: "delete", wave: 6, fields: [] }],
      "PBX A: its removal was not part of the plan",
    ],
    [
      "when an object would be changed that it does not name",
      [update],
      [enable],
      "PBX A: this change was not part of the plan",
    ],
    [
      "when a created object differs in what can be seen",
      [createPbx],
      [{ ...enable, fields: [{ name: "hostRest", before: "x", after: "y" }] }],
      "PBX A: this change was not part of the plan",
    ],
    [
      "when a secret would be written that it did not name",
      [createPbx],
      [{ ...enable, fields: [{ name: "apiKey", before: UNKNOWN, after: { secret: "OTHER" } }] }],
      "PBX A: this change was not part of the plan",
    ],
    [
      "when an awaited person has come and would lose a role",
      [withoutId(awaited)],
      [{ ...awaited, roles: { held: ["q"], add: ["y"], remove: ["q"] } }],
      "user b@a.example: the roles are now «q», were not shown",
    ],
  ])("%s", (_, approved, fresh, expected) => {
    expect(staleness(approved, fresh)).toEqual([expected]);
  });

  test("and every change that has moved is named", () => {
    const fresh = [{ ...update, fields: [{ name: "name", before: "Moved", after: "New" }] }, enable];
    expect(staleness([update], fresh)).toHaveLength(2);
  });
});

/** As it is planned for somebody who is still to come with the PBX import. */
function withoutId(change: ChangeRecord): ChangeRecord {
  const { action, kind, key, wave, fields, roles } = change;
  return { action, kind, key, wave, fields, ...(roles && { roles }) };
}
