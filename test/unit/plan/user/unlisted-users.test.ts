import { describe, expect, test } from "vitest";
import type { DesiredCustomer, Ownership } from "../../../../src/model/customer/desired.ts";
import { diffUsers } from "../../../../src/plan/user/diff-users.ts";
import { admin, ADMIN, ANA, context, live, person, user, wanted } from "../../../support/plan-states.ts";

const L1 = "customer.user.supervisorl1";
const named = admin("ana@acme.example");
const diff = (
  manage: Partial<Ownership>,
  others: readonly ReturnType<typeof person>[],
  rest: Partial<DesiredCustomer> = {},
) =>
  diffUsers(
    {
      ...wanted(),
      manage: { admins: "additive", users: "additive", roles: "exact", ...manage },
      users: [named],
      ...rest,
    },
    live({}, { users: [ANA, ...others] }),
    context(),
  );
const removed = (...args: Parameters<typeof diff>) =>
  diff(...args).changes.map((change) =>
    change.kind === "user" ? [change.email, ...change.roles.remove] : [],
  );

describe("people not listed in the manifest", () => {
  test("are ignored by additive lists, and counted", () => {
    const result = diff({}, [person("eva@a.example", ADMIN), person("x@a.example", [L1])]);
    expect(result.changes).toEqual([]);
    expect(result.notes).toEqual([
      { code: "left-alone", text: "2 more users in Dimensions: unmanaged (ignored)" },
    ]);
  });

  test("are demoted by admins: exact, and keep every other role", () => {
    expect(
      removed({ admins: "exact" }, [person("eva@a.example", [...ADMIN, L1]), person("x@a.example", [L1])]),
    ).toEqual([["eva@a.example", "user.admin"]]);
  });

  test("are demoted by admins: exact in either spelling", () => {
    const eva = person("eva@a.example", ["admin.user", "user.admin", "customer.user"]);
    expect(removed({ admins: "exact" }, [eva])).toEqual([["eva@a.example", "admin.user", "user.admin"]]);
  });

  test("lose granted roles by users: exact, and are not deleted", () => {
    const x = person("x@a.example", ["customer.user", "customer.user.pbx", L1]);
    expect(removed({ users: "exact" }, [x])).toEqual([["x@a.example", "customer.user", L1]]);
  });

  test("keep the roles of the PBX, the platform and strangers", () => {
    const x = person("x@a.example", ["customer.user.pbx", "customer.user.microsoftteams", "customer.beta"]);
    expect(removed({ users: "exact" }, [x])).toEqual([]);
  });

  test("keep an agent role that the PBX synchronises", () => {
    const x = person("x@a.example", ["customer.user.acd"]);
    const synced = { fields: wanted({ syncAcdAgentWithPbx: true }).fields };
    expect(removed({ users: "exact" }, [x], synced)).toEqual([]);
    expect(removed({ users: "exact" }, [x])).toEqual([["x@a.example", "customer.user.acd"]]);
  });

  test("are ignored by users: exact when they are admins and admins are additive", () => {
    expect(removed({ users: "exact" }, [person("eva@a.example", [...ADMIN, L1])])).toEqual([]);
  });

  test("lose both by two exact lists", () => {
    expect(removed({ users: "exact", admins: "exact" }, [person("eva@a.example", [...ADMIN, L1])])).toEqual([
      ["eva@a.example", "user.admin", "customer.user", L1],
    ]);
  });

  test("are ignored by users: exact without the key users", () => {
    expect(removed({ users: "exact" }, [person("x@a.example", [L1])], { managesUsers: false })).toEqual([]);
  });

  test("are held when they are configured at a higher level", () => {
    expect(diff({ users: "exact" }, [person("x@a.example", [L1], { isParent: true })]).changes).toMatchObject(
      [{ hold: { why: "higher-level" } }],
    );
  });

  test("and have no address are called by their id", () => {
    const { key: _key, email: _email, ...nameless } = person("x", [L1]);
    expect(diff({ users: "exact" }, [nameless]).changes).toMatchObject([
      { key: "user:id-of-x", email: "id-of-x" },
    ]);
  });
});

describe("someone named under users", () => {
  const eva = person("eva@a.example", [...ADMIN, L1]);

  test("without roles is demoted by admins: exact, once", () => {
    const users = [named, user("eva@a.example")];
    expect(removed({ admins: "exact" }, [eva], { users })).toEqual([["eva@a.example", "user.admin"]]);
  });

  test("with roles is demoted because of those, once", () => {
    const users = [named, user("eva@a.example", [L1])];
    expect(removed({ admins: "exact" }, [eva], { users })).toEqual([["eva@a.example", "user.admin"]]);
  });
});
