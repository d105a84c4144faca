import { expect, test } from "vitest";
import { toTenantId } from "../../../../src/model/ids.ts";
import { data, refusal, reply } from "../fakes.ts";
import { desired, live, observed, pbx, present, type Replies } from "./stage.ts";

test("a customer that is not listed is absent, with the instances that are attached elsewhere", async () => {
  const { seen } = await observed([desired("A", { pbxs: [pbx("K", "k1")] })], {
    list: data([]),
    "pbxs?instanceId=k1": data({ exists: true, instanceId: "k1", id: "p9", tenantId: "foreign" }),
  });
  expect(seen["A"]).toEqual({
    state: "absent",
    instances: [{ instanceId: "k1", tenantId: "foreign", pbxId: "p9" }],
  });
});

test("two customers with one reference are ambiguous, also on different pages and of different resellers", async () => {
  const page = Array.from({ length: 999 }, (_item, n) => live(`x${n}`, `X${n}`));
  const { seen } = await observed([desired("A")], {
    list: data([live("t1", "A", { parentTenantId: "r1" }), ...page]),
    "customers?pageIndex=1&pageSize=1000": data([live("t2", "A", { parentTenantId: "r2" })]),
    "customers/t1/users": data([]),
  });
  expect(seen["A"]).toEqual({
    state: "ambiguous",
    why: "2 live customers have this reference: t1 (of r1), t2 (of r2)",
    tenants: ["t1", "t2"],
  });
});

test("a customer that another reseller owns is ambiguous: ours is what most of the list belongs to", async () => {
  const { seen } = await observed([desired("A"), desired("B")], {
    list: data([
      live("t1", "A", { parentTenantId: "r1" }),
      live("t2", "B", { parentTenantId: "r2" }),
      live("t3", "C", { parentTenantId: "r1" }),
    ]),
    "customers/t1/users": data([]),
    "customers/t2/users": data([]),
  });
  expect(seen).toEqual({
    A: present("t1"),
    B: {
      state: "ambiguous",
      why: "the live customer with this reference, t2, belongs to r2",
      tenants: ["t2"],
    },
  });
});

test("a customer that cannot be read is unreadable, and the others are read", async () => {
  const { seen } = await observed([desired("A"), desired("B"), desired("C")], {
    list: data([live("t1", "A"), live("t2", "B"), live("t3", "C")]),
    "customers/t1/users": reply(500),
    "customers/t2/users": refusal(403, "Forbidden"),
    "customers/t3/users": data([]),
  });
  expect(seen).toEqual({
    A: { state: "unreadable", why: "GET /api/v1.0/customers/t1/users: 500" },
    B: { state: "unreadable", why: "GET /api/v1.0/customers/t2/users: Forbidden" },
    C: present("t3"),
  });
});

test("a listed customer without any data is being deleted (A13)", async () => {
  const { seen } = await observed([desired("A")], { list: data([live("t1", "A")]) });
  expect(seen["A"]).toEqual({ state: "deleting", tenantId: "t1" });
});

// what the list and a GET say of a tenant whose delete was accepted | what it is
test.each([
  ["listed and found", [live("t1", "A")], true, { state: "deleting", tenantId: "t1" }],
  ["listed and 404", [live("t1", "A")], false, { state: "absent", instances: [] }],
  ["created anew", [live("t1", "A"), live("t2", "A")], true, present("t2")],
] as const)("a deleted customer that is %s (A13)", async (_what, list, found, state) => {
  const replies: Replies = { list: data(list), "customers/t2/users": data([]) };
  if (found) replies["customers/t1"] = data(live("t1", "A"));
  const { seen } = await observed([desired("A")], replies, { deleted: new Set([toTenantId("t1")]) });
  expect(seen["A"]).toEqual(state);
});
