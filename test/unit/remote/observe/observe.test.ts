import { expect, test } from "vitest";
import { toEmailKey, toRoleId } from "../../../../src/model/ids.ts";
import { data, failureOf, reply } from "../fakes.ts";
import { desired, live, observed, pbx, present, type Replies, user } from "./stage.ts";

test("asks for the list once and for nothing of customers that no manifest names", async () => {
  const { seen, asked } = await observed([desired("A")], {
    list: data([live("t0", "OTHER"), live("t1", "A"), live("t2", "A-2")]),
    "customers/t1/users": data([]),
  });
  expect(seen).toEqual({ A: present("t1", { fields: new Map([["name", "A"]]) }) });
  expect(asked).toEqual(["customers/t1/users", "list"]);
});

test("asks for the roles of users whose roles the manifest manages, and of no others", async () => {
  const people = ["admin", "granted", "login", "leaving", "renamed-old", "named-only", "stranger"];
  const replies: Replies = {
    list: data([live("t1", "A")]),
    "customers/t1/users": data([
      ...people.map((id) => ({ id, email: `${id.toUpperCase()}@x.example` })),
      { id: "shown", email: "shown@x.example", roles: ["customer.user"] },
      { id: "nobody" },
    ]),
  };
  for (const id of people) {
    replies[`customers/t1/users/${id}`] = data({ id, email: `${id}@x.example`, roles: ["customer.user"] });
  }
  const users = [
    user("admin@x.example", { admin: true }),
    user("granted@x.example", { roles: [toRoleId("customer.user.acd")] }),
    user("login@x.example", { login: false }),
    user("leaving@x.example", { state: "absent" }),
    user("renamed@x.example", { previously: toEmailKey("renamed-old@x.example"), roles: [] }),
    user("named-only@x.example"),
    user("shown@x.example", { admin: true }),
  ];
  const additive = await observed([desired("A", { users })], replies);
  expect(additive.asked).toEqual([
    "customers/t1/users",
    "customers/t1/users/admin",
    "customers/t1/users/granted",
    "customers/t1/users/leaving",
    "customers/t1/users/login",
    "customers/t1/users/renamed-old",
    "list",
  ]);
  const manage = { admins: "exact", users: "additive", roles: "exact" } as const;
  const exact = await observed([desired("A", { users, manage })], replies);
  expect(exact.asked).toContain("customers/t1/users/stranger");
  expect(exact.asked).toContain("customers/t1/users/nobody");
  expect(exact.asked).not.toContain("customers/t1/users/shown");
});

test("a user who is gone between list and GET does not exist; one of a higher level stays as listed", async () => {
  const { seen } = await observed(
    [desired("A", { manage: { admins: "exact", users: "exact", roles: "exact" } })],
    {
      list: data([live("t1", "A")]),
      "customers/t1/users": data([{ id: "gone" }, { id: "parent", isParent: true }]),
    },
  );
  expect(seen["A"]).toEqual(present("t1", { users: [{ id: "parent", fields: new Map(), isParent: true }] }));
});

test("PBXs are asked for when the manifest manages them; the instance check only for those that are not there", async () => {
  const pbxs = [
    pbx("there", "k1"),
    pbx("new", "k2"),
    pbx("free", "k3"),
    pbx("leaving", "k4", { state: "absent" }),
  ];
  const { seen, asked } = await observed([desired("A", { pbxs })], {
    list: data([live("t1", "A")]),
    "customers/t1/users": data([]),
    "customers/t1/pbxs": data([{ id: "p1", name: "there", _type: "X", tenantId: "t1" }]),
    "pbxs?instanceId=k2": data({ exists: true, instanceId: "k2", id: "p9", tenantId: "t9" }),
    "pbxs?instanceId=k3": data({ exists: false, instanceId: "k3" }),
    "customers/t9": data(live("t9", "OWNER")),
  });
  expect(seen["A"]).toEqual(
    present("t1", {
      pbxs: [{ id: "p1", name: "there", wireType: "X", fields: new Map([["name", "there"]]) }],
      instances: [{ instanceId: "k2", tenantId: "t9", pbxId: "p9", reference: "OWNER" }],
    }),
  );
  expect(asked).toEqual([
    "customers/t1/pbxs",
    "customers/t1/users",
    "customers/t9",
    "list",
    "pbxs?instanceId=k2",
    "pbxs?instanceId=k3",
  ]);
});

test("of a customer that is to go only its own GET is asked", async () => {
  const replies: Replies = {
    list: data([live("t1", "A"), live("t2", "B")]),
    "customers/t2": data(live("t2", "B")),
  };
  const { seen, asked } = await observed(
    [desired("A", { state: "absent" }), desired("B", { state: "absent" })],
    replies,
  );
  expect(seen).toEqual({ A: { state: "absent", instances: [] }, B: present("t2") });
  expect(asked).toEqual(["customers/t1", "customers/t2", "list"]);
});

test("lookup by filter asks for each reference, compares exactly, and looks in the list before it says absent", async () => {
  const replies: Replies = {
    "list&filter=A": data([live("t2", "A-2"), live("t1", "A")]),
    "list&filter=B": data([]),
    "list&filter=C": data([live("t4", "c")]),
    list: data([live("t1", "A"), live("t3", "B"), live("t4", "c")]),
    "customers/t1/users": data([]),
    "customers/t3/users": data([]),
  };
  const found = await observed([desired("A")], replies, { lookup: "filter" });
  expect(found.asked).toEqual(["customers/t1/users", "list&filter=A"]);
  const { seen, asked } = await observed([desired("A"), desired("B"), desired("C")], replies, {
    lookup: "filter",
  });
  expect(seen).toEqual({ A: present("t1"), B: present("t3"), C: { state: "absent", instances: [] } });
  expect(asked.filter((line) => line === "list").length).toBe(1);
});

test.each([
  ["the list cannot be read", { list: reply(500) }, "unreachable"],
  ["the credentials are refused at the list", { list: reply(401, "") }, "unauthorised"],
  [
    "the credentials are refused later",
    { list: data([live("t1", "A")]), "customers/t1/users": reply(401, "") },
    "unauthorised",
  ],
])("%s: it throws", async (_what, replies, kind) => {
  expect((await failureOf(observed([desired("A")], replies))).kind).toBe(kind);
});
