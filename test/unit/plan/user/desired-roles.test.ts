import { describe, expect, test } from "vitest";
import { toRoleId } from "../../../../src/model/ids.ts";
import { diffRoles, roleScope, desiredRoles } from "../../../../src/plan/user/desired-roles.ts";
import { admin, ADMIN, context, user, wanted } from "../../../support/plan-states.ts";

const L1 = "customer.user.supervisorl1";
const L3 = "customer.user.supervisorl3";
const NONE = { add: [], exchanged: [], remove: [], unknown: [] };
const exact = { roles: "exact", syncsAgents: false } as const;
const additive = { ...exact, roles: "additive" } as const;

const diff = (
  who: ReturnType<typeof user>,
  held: readonly string[] | undefined,
  scope: Parameters<typeof diffRoles>[2] = exact,
) =>
  diffRoles(
    who,
    held?.map((role) => toRoleId(role)),
    scope,
    context(),
  );

const scope = (desiredValue: object, reported: unknown) =>
  roleScope(wanted({ ...desiredValue }), reported).syncsAgents;

describe("a person's roles", () => {
  test("that Dimensions does not show are not compared", () => {
    expect(diff(user("a", [L1]), undefined)).toEqual(NONE);
  });

  test("that match, in any order, need nothing", () => {
    expect(diff(user("a", [L1, "customer.settings"]), ["customer.settings", L1])).toEqual(NONE);
  });

  test("are unmanaged without the key", () => {
    expect(diff(user("a"), [L1, "customer.settings"])).toEqual(NONE);
  });

  test("gain what the file names", () => {
    expect(diff(user("a", [L1]), [])).toEqual({ ...NONE, add: [L1] });
  });

  test("lose what the file does not name, where it says exact", () => {
    expect(diff(user("a", []), ["customer.settings"])).toEqual({ ...NONE, remove: ["customer.settings"] });
  });

  test("keep what the file does not name, where it says additive", () => {
    expect(diff(user("a", []), ["customer.settings"], additive)).toEqual(NONE);
  });

  test("come after the roles that they require", () => {
    const uc = ["customer.user.uc.softphone", "customer.user.uc.remote", "customer.user.uc"];
    expect(diff(user("a", uc), []).add[0]).toBe("customer.user.uc");
  });

  test("of a new person are the admin pair, the login and what the file names, each once", () => {
    expect(desiredRoles(admin("a", [L1, "customer.user"]), context().dialect)).toEqual([...ADMIN, L1]);
    expect(desiredRoles(user("a", [L1], { login: true }), context().dialect)).toEqual(["customer.user", L1]);
    expect(desiredRoles(user("a", undefined, { login: false }), context().dialect)).toEqual([]);
  });
});

describe("roles that are not ours", () => {
  test.each(["customer.user.pbx", "customer.user.microsoftteams"])("%s is never taken away", (role) => {
    expect(diff(user("a", []), [role])).toEqual(NONE);
  });

  test("customer.user.pbx is never given", () => {
    expect(diff(user("a", ["customer.user.pbx"]), [])).toEqual(NONE);
  });

  test("the agent role is the PBX's while it synchronises it, and the file's when not", () => {
    const held = ["customer.user.pbx", "customer.user.acd"];
    expect(diff(user("a", []), held, { ...exact, syncsAgents: true })).toEqual(NONE);
    expect(diff(user("a", []), held)).toEqual({ ...NONE, remove: ["customer.user.acd"] });
  });

  test("a role that the catalogue does not know stays, and is named", () => {
    expect(diff(user("a", []), ["customer.beta"])).toEqual({ ...NONE, unknown: ["customer.beta"] });
    expect(diff(user("a", []), ["customer.beta"], additive)).toEqual(NONE);
  });
});

describe("whether the PBX synchronises agents", () => {
  test("is what the manifest wants, else what Dimensions reports, else no", () => {
    expect(scope({ syncAcdAgentWithPbx: true }, false)).toBe(true);
    expect(scope({ syncAcdAgentWithPbx: false }, true)).toBe(false);
    expect(scope({}, true)).toBe(true);
    expect(scope({}, undefined)).toBe(false);
  });
});

describe("the portal login", () => {
  test("is unmanaged without the key, also where roles are exact", () => {
    expect(diff(user("a", []), ["customer.user"])).toEqual(NONE);
  });

  test("is given with true", () => {
    expect(diff(user("a", undefined, { login: true }), [])).toEqual({ ...NONE, add: ["customer.user"] });
  });

  test("is taken with false, whatever else is unmanaged", () => {
    const who = user("a", undefined, { login: false });
    expect(diff(who, ["customer.user", L1])).toEqual({ ...NONE, remove: ["customer.user"] });
    expect(diff(who, ["customer.user"], additive)).toEqual({ ...NONE, remove: ["customer.user"] });
  });
});

describe("an admin", () => {
  test("gets both permissions", () => {
    expect(diff(admin("a", []), [])).toEqual({ ...NONE, add: ADMIN });
  });

  test("gets the missing one", () => {
    expect(diff(admin("a", []), ["customer.user"])).toEqual({ ...NONE, add: ["user.admin"] });
  });

  test("by the other spelling is one, and is not rewritten", () => {
    expect(diff(admin("a", []), ["admin.user", "customer.user"])).toEqual(NONE);
  });

  test("who is named as a user with exact roles is one no more, in either spelling", () => {
    for (const spelling of ["user.admin", "admin.user"]) {
      expect(diff(user("a", []), [spelling, "customer.user"])).toEqual({ ...NONE, remove: [spelling] });
    }
  });
});

describe("supervisor levels", () => {
  test("are exchanged: the old one leaves as the new one comes", () => {
    expect(diff(user("a", [L3]), [L1])).toEqual({ ...NONE, add: [L3], exchanged: [L1] });
  });

  test("are exchanged where roles are additive, too, for nobody can hold two", () => {
    expect(diff(user("a", [L3]), [L1], additive)).toEqual({ ...NONE, add: [L3], exchanged: [L1] });
  });

  test("that are not to be replaced are taken like any role", () => {
    expect(diff(user("a", []), [L1])).toEqual({ ...NONE, remove: [L1] });
  });
});
