import { describe, expect, test } from "vitest";
import { AdminDialect, DEFAULT_DIALECT, respell } from "../../../../src/model/customer/admin-dialect.ts";
import { toRoleId } from "../../../../src/model/ids.ts";
import { roles } from "../../../support/change-builders.ts";

const EXAMPLE = new AdminDialect({ manage: toRoleId("admin.user"), login: toRoleId("customer.user") });
const BY_HAND = new AdminDialect({ manage: toRoleId("acme.admin"), login: toRoleId("customer.user") });

describe("who is an admin", () => {
  test.each([
    [["user.admin", "customer.user"], true],
    [["admin.user", "customer.user"], true],
    [["user.admin"], false],
    [["customer.user"], false],
    [[], false],
  ])("%s: %s", (held, isAdmin) => {
    expect(DEFAULT_DIALECT.isAdmin(roles(...held))).toBe(isAdmin);
  });

  test("a role that was configured by hand counts beside both spellings", () => {
    expect(BY_HAND.isAdmin(roles("acme.admin", "customer.user"))).toBe(true);
    expect(BY_HAND.isAdmin(roles("admin.user", "customer.user"))).toBe(true);
    expect(DEFAULT_DIALECT.isAdmin(roles("acme.admin", "customer.user"))).toBe(false);
  });

  test.each([
    ["the right to manage", ["user.admin", "customer.user"], ["user.admin"], true],
    ["the login", ["admin.user", "customer.user"], ["customer.user"], true],
    ["another role", ["user.admin", "customer.user", "customer.settings"], ["customer.settings"], false],
    ["half of what never was an admin", ["user.admin"], ["user.admin"], false],
  ])("an admin loses it with %s", (_, held, remove, loses) => {
    expect(DEFAULT_DIALECT.losesAdmin({ held: roles(...held), remove: roles(...remove) })).toBe(loses);
  });
});

describe("comparing", () => {
  test("both spellings are one role: neither is missing beside the other", () => {
    expect(DEFAULT_DIALECT.missing(roles("admin.user"), roles("user.admin", "customer.user"))).toEqual([
      "customer.user",
    ]);
  });

  test.each([
    [["admin.user", "customer.user"], ["customer.user", "user.admin"], true],
    [["user.admin"], ["user.admin", "customer.user"], false],
    [["user.admin", "customer.user"], ["user.admin"], false],
  ])("%s and %s are the same: %s", (left, right, isSame) => {
    expect(DEFAULT_DIALECT.isSame(roles(...left), roles(...right))).toBe(isSame);
  });
});

describe("writing", () => {
  test.each([
    ["the guide's spelling", DEFAULT_DIALECT, ["given", "admin.user", "user.admin"]],
    ["the example's spelling", EXAMPLE, ["given", "user.admin", "admin.user"]],
    ["a role of one's own, which has no other spelling", BY_HAND, ["given"]],
  ])("%s is tried in this order", (_, dialect, encodings) => {
    expect(dialect.encodings).toEqual(encodings);
  });

  test("in an encoding both spellings become one, and nothing else changes", () => {
    const written = ["user.admin", "admin.user", "customer.user"];
    expect(respell(written, toRoleId("admin.user"))).toEqual(["admin.user", "customer.user"]);
    expect(respell(written, "given")).toEqual(written);
  });
});
