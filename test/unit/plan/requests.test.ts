import { expect, test } from "vitest";
import type { Change } from "../../../src/model/plan/change.ts";
import { countRequests } from "../../../src/plan/requests.ts";
import {
  createCustomer,
  createPbx,
  createUser,
  deleteCustomer,
  deletePbx,
  deleteUser,
  roles,
  updateCustomer,
  updatePbx,
  updateAwaitedUser,
  updateUser,
} from "../../support/change-builders.ts";
import { kazoo, user, wanted } from "../../support/plan-states.ts";

/** Verification: the customer and its user list. */
const CHECK = 2;
type Row = readonly [string, readonly Change[], number];
const rows: readonly Row[] = [
  ["nothing", [], 0],
  ["a held change", [updateCustomer({ hold: { why: "last-admin" } })], 0],
  ["a customer", [createCustomer()], 1 + CHECK],
  ["a customer's fields", [updateCustomer()], 1 + CHECK],
  ["a PBX, and its enabling", [createPbx("A", { enable: true })], 2 + CHECK],
  ["a PBX that stays off", [createPbx("A")], 1 + CHECK],
  ["a PBX's fields", [updatePbx("A")], 1 + CHECK],
  ["a PBX that goes", [deletePbx("A")], 1 + CHECK],
  ["an admin, and the read-back", [createUser("a", { admin: true })], 2 + CHECK],
  ["a user", [createUser("a")], 1 + CHECK],
  ["roles that are added", [updateUser("a")], 1 + CHECK],
  [
    "roles that are taken: a fresh read, and one behind it",
    [updateUser("a", { wave: 5, roles: { add: [], remove: roles("x") } })],
    3 + CHECK,
  ],
  ["somebody who is waited for", [updateAwaitedUser("a")], 3 + CHECK],
  ["a user who goes", [deleteUser("a")], 1 + CHECK],
];

test.each(rows)("counts %s", (_, changes, expected) => {
  expect(countRequests(changes, wanted())).toBe(expected);
});

test("counts one check for a customer that goes", () => {
  expect(countRequests([deleteCustomer()], wanted({}, { state: "absent" }))).toBe(2);
});

test("counts the PBX list and every named person in the check", () => {
  const desiredValue = wanted(
    {},
    { pbxs: [kazoo("A")], users: [user("a"), user("b", [], { state: "absent" })] },
  );
  expect(countRequests([updateCustomer()], desiredValue)).toBe(1 + CHECK + 1 + 1);
});
