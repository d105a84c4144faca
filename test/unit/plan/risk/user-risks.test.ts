import { describe, expect, test } from "vitest";
import { admin, ADMIN, live, person, user, wanted } from "../../../support/plan-states.ts";
import { risks, withUsers, peopled } from "./plan-risks.ts";

describe("delete-user", () => {
  test("is met by a user's state: absent", () => {
    const gone = user("b@a.example", undefined, { state: "absent" });
    expect(risks(withUsers(gone), peopled(person("b@a.example", [])))).toEqual([
      "user:b@a.example delete-user: b@a.example",
    ]);
  });
});

describe("new-admin", () => {
  test("is met by a created and by a promoted admin", () => {
    expect(
      risks(
        wanted({ sendNewUserEmail: false }, { users: [admin("a@a.example", [], { displayName: "A" })] }),
        live({ sendNewUserEmail: false }),
      ),
    ).toEqual(["user:a@a.example new-admin: a@a.example can manage the customer's users"]);
    expect(risks(withUsers(admin("b@a.example")), peopled(person("b@a.example", [])))).toEqual([
      "user:b@a.example new-admin: b@a.example can manage the customer's users",
    ]);
  });

  test("is not met by someone who lacks only the login", () => {
    expect(risks(withUsers(admin("b@a.example")), peopled(person("b@a.example", ["user.admin"])))).toEqual(
      [],
    );
  });
});

describe("demote-admin", () => {
  const eva = person("eva@a.example", ADMIN);

  test("is met by taking either permission, and by deleting an admin", () => {
    const detail = "user:eva@a.example demote-admin: eva@a.example loses admin rights";
    expect(risks(withUsers(user("eva@a.example", [])), peopled(eva))).toEqual([detail]);
    expect(risks(withUsers(user("eva@a.example", undefined, { login: false })), peopled(eva))).toEqual([
      detail,
    ]);
    expect(risks(withUsers(user("eva@a.example", undefined, { state: "absent" })), peopled(eva))).toContain(
      detail,
    );
  });

  test("is not met by someone who was none", () => {
    const half = person("eva@a.example", ["user.admin"]);
    expect(risks(withUsers(user("eva@a.example", [])), peopled(half))).toEqual([]);
  });
});
