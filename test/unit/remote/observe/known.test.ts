import { describe, expect, test } from "vitest";
import type { ObjectKey, TenantId } from "../../../../src/model/ids.ts";
import { toTenantId } from "../../../../src/model/ids.ts";
import type { KnownObject, LookupKnown } from "../../../../src/model/ports/memory.ts";
import { createOwnership } from "../../../../src/remote/observe/ownership.ts";
import { data, reply } from "../fakes.ts";
import { desired, live, observed, pbx, present, user } from "./stage.ts";

const T1: TenantId = toTenantId("t1");
const INCOMPLETE = "the customer list is incomplete: it does not show t1, but GET customers/t1 does";

/** A memory that knows A as t1, with these objects. */
const knows =
  (mayLag: boolean, objects: Readonly<Record<string, KnownObject>> = {}): LookupKnown =>
  (reference) =>
    reference === "A" ? { tenantId: T1, mayLag, object: (key: ObjectKey) => objects[key] } : undefined;

describe("a customer that the memory knows and the list does not show", () => {
  test("is unreadable when it is there: the list is wrong", async () => {
    const { seen } = await observed(
      [desired("A"), desired("B")],
      { list: data([]), "customers/t1": data(live("t1", "A")) },
      { lookupKnown: knows(false) },
    );
    expect(seen).toEqual({
      A: { state: "unreadable", why: INCOMPLETE },
      B: { state: "absent", instances: [] },
    });
  });

  test("is unreadable also when a GET shows no reference", async () => {
    const replies = { list: data([]), "customers/t1": data({ id: "t1", name: "A" }) };
    const { seen } = await observed([desired("A")], replies, { lookupKnown: knows(false) });
    expect(seen).toEqual({ A: { state: "unreadable", why: INCOMPLETE } });
  });

  test("is unreadable when the GET fails: nobody knows", async () => {
    const replies = { list: data([]), "customers/t1": reply(500) };
    const { seen } = await observed([desired("A")], replies, { lookupKnown: knows(false) });
    expect(seen).toEqual({ A: { state: "unreadable", why: "GET /api/v1.0/customers/t1: 500" } });
  });

  test.for([["list"], ["filter"]] as const)("is asked for whatever finds customers: %s", async ([lookup]) => {
    const replies = { list: data([]), "list&filter=A": data([]), "customers/t1": data(live("t1", "A")) };
    const { seen } = await observed([desired("A")], replies, { lookup, lookupKnown: knows(false) });
    expect(seen).toEqual({ A: { state: "unreadable", why: INCOMPLETE } });
  });

  test("is absent, with the tenant that is gone, when a GET does not find it", async () => {
    const { seen } = await observed([desired("A")], { list: data([]) }, { lookupKnown: knows(false) });
    expect(seen).toEqual({ A: { state: "absent", instances: [], former: { tenantId: "t1" } } });
  });

  test("is absent, with the tenant that has another reference now", async () => {
    const replies = { list: data([live("t1", "A-OLD")]), "customers/t1": data(live("t1", "A-OLD")) };
    const { seen } = await observed([desired("A")], replies, { lookupKnown: knows(false) });
    expect(seen).toEqual({
      A: { state: "absent", instances: [], former: { tenantId: "t1", reference: "A-OLD" } },
    });
  });

  test("is read when it is so young that the list need not show it yet", async () => {
    const replies = {
      list: data([]),
      "customers/t1": data(live("t1", "A")),
      "customers/t1/users": data([]),
    };
    const { seen } = await observed([desired("A")], replies, { lookupKnown: knows(true) });
    expect(seen).toEqual({ A: present("t1") });
  });

  test("is ambiguous, however young, when another reseller owns it", async () => {
    const replies = {
      list: data([live("t2", "B", { parentTenantId: "r1" })]),
      "customers/t1": data(live("t1", "A", { parentTenantId: "r2" })),
    };
    const { seen } = await observed([desired("A")], replies, { lookupKnown: knows(true) });
    expect(seen["A"]).toMatchObject({ state: "ambiguous", why: expect.stringContaining("belongs to r2") });
  });
});

describe("an object that the memory knows and its list does not show", () => {
  const ana = user("ana@a.example");
  const desiredA = desired("A", { users: [ana], pbxs: [pbx("Main", "k1")] });
  const replies = {
    list: data([live("t1", "A")]),
    "customers/t1/users": data([]),
    "customers/t1/pbxs": data([]),
    "customers/t1/users/u1": data({ id: "u1", email: "ana@a.example" }),
    "customers/t1/pbxs/p1": data({ id: "p1", name: "Main", _type: "KazooPbxConnectionProfile" }),
  };

  test.for([
    ["user:ana@a.example", "u1", "users", "ana@a.example"],
    ["pbx:Main", "p1", "pbxs", "PBX Main"],
  ] as const)("makes its customer unreadable when it is there: %s", async ([key, id, list, name]) => {
    const lookupKnown = knows(false, { [key]: { id, mayLag: false } });
    const { seen } = await observed([desiredA], replies, { lookupKnown });
    const why = `GET customers/t1/${list}: the list is incomplete: ${name} is not in it, but exists in Dimensions`;
    expect(seen).toEqual({ A: { state: "unreadable", why } });
  });

  test("is taken as listed when it is so young that the list need not show it yet", async () => {
    const lookupKnown = knows(false, {
      "user:ana@a.example": { id: "u1", mayLag: true },
      "pbx:Main": { id: "p1", mayLag: true },
    });
    const { seen } = await observed([desiredA], replies, { lookupKnown });
    expect(seen["A"]).toMatchObject({ state: "present", users: [{ id: "u1" }], pbxs: [{ id: "p1" }] });
  });

  test("is missing when it is gone, when it never got an id, or when it belongs to another tenant", async () => {
    const gone = knows(false, { "user:ana@a.example": { id: "u9", mayLag: false } });
    const begun = knows(false, { "user:ana@a.example": { mayLag: false } });
    const other: LookupKnown = (reference) => ({
      tenantId: toTenantId("t0"),
      mayLag: false,
      object: () => (reference === "A" ? { id: "u1", mayLag: false } : undefined),
    });
    for (const lookupKnown of [gone, begun, other]) {
      const { seen } = await observed([desiredA], replies, { lookupKnown });
      expect(seen["A"]).toMatchObject({ state: "present", users: [], pbxs: [] });
    }
  });
});

describe("whose customers they are", () => {
  const mixed = {
    list: data([
      live("t1", "A", { parentTenantId: "r1" }),
      live("t2", "B", { parentTenantId: "r2" }),
      live("t3", "C", { parentTenantId: "r1" }),
    ]),
    "list&filter=B": data([live("t2", "B", { parentTenantId: "r2" })]),
    "customers/t2/users": data([]),
  };
  const foreign = {
    state: "ambiguous",
    why: "the live customer with this reference, t2, belongs to r2",
    tenants: ["t2"],
  };

  test("holds where a filter finds them, too: the list tells", async () => {
    const { seen } = await observed([desired("B")], mixed, { lookup: "filter" });
    expect(seen).toEqual({ B: foreign });
  });

  test("needs no list where the reseller is pinned", async () => {
    const ownership = createOwnership({ pinned: "R1" });
    const { seen, asked } = await observed([desired("B")], mixed, { lookup: "filter", ownership });
    expect(seen).toEqual({ B: foreign });
    expect(asked).not.toContain("list");
    expect(ownership.namedOwners()).toEqual(["r2"]);
  });
});
