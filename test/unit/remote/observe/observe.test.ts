import { expect, test } from "vitest";
import type { DesiredCustomer, DesiredPbx, DesiredUser } from "../../../../src/model/customer/desired.ts";
import { toEmailKey, toReference, toRoleId, toTenantId } from "../../../../src/model/ids.ts";
import type { ObservedCustomer } from "../../../../src/model/customer/observed.ts";
import type { Transport, WireResponse } from "../../../../src/model/ports/wire.ts";
import { observe, type ObserveOptions } from "../../../../src/remote/observe/observe.ts";
import { createReadClient } from "../../../../src/remote/read-client.ts";
import { createLimiter } from "../../../../src/remote/wire/limiter.ts";
import { data, failureOf, fakeClock, refusal, reply, sender, service } from "../fakes.ts";

const origin = { file: "customers/x.yaml", path: [] };

function desired(reference: string, rest: Partial<DesiredCustomer> = {}): DesiredCustomer {
  return {
    reference: toReference(reference),
    file: "customers/x.yaml",
    origin,
    state: "present",
    fields: new Map(),
    users: [],
    managesUsers: false,
    manage: { admins: "additive", users: "additive", roles: "exact" },
    approvals: [],
    text: "",
    ...rest,
  };
}

function user(email: string, rest: Partial<DesiredUser> = {}): DesiredUser {
  const base = { key: toEmailKey(email), email, admin: false, state: "present", imported: false } as const;
  return { ...base, fields: new Map(), origin, ...rest };
}

function pbx(name: string, instanceId: string, rest: Partial<DesiredPbx> = {}): DesiredPbx {
  const base = { type: "kazoo", wireType: "KazooPbxConnectionProfile", state: "present" } as const;
  return { ...base, name, fields: new Map(), instanceId, origin, ...rest };
}

type Replies = Record<string, WireResponse>;

/** Observes against a service of fixed replies; unknown paths answer 404. The list stands under `list`. */
async function observed(
  customers: DesiredCustomer[],
  replies: Replies,
  options: Partial<ObserveOptions> = {},
): Promise<{ seen: Record<string, ObservedCustomer>; asked: string[] }> {
  const paper = service(({ path }) => {
    const short = shortened(path);
    return replies[short] ?? (short.startsWith("customers?") ? data([]) : refusal(404, "Not Found"));
  });
  const api = createReadClient(sender(paper.transport));
  const seen: Record<string, ObservedCustomer> = {};
  for await (const one of observe(api, customers, { concurrency: 8, lookup: "list", ...options })) {
    seen[one.desired.reference] = one.observed;
  }
  const asked = paper.lines().map((line) => shortened(line.replace("GET ", "")));
  return { seen, asked: asked.filter((line) => !line.startsWith("customers?pageIndex=1")).toSorted() };
}

function shortened(path: string): string {
  return path.replace("/api/v1.0/", "").replace("customers?pageIndex=0&pageSize=1000", "list");
}

const live = (id: string, reference: string, rest = {}) => ({ id, reference, name: reference, ...rest });
const present = (tenantId: string, rest = {}): unknown => ({
  state: "present",
  tenantId,
  fields: expect.any(Map),
  pbxs: [],
  users: [],
  instances: [],
  ...rest,
});

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

/** A service whose every reply takes one round: all that is in flight when a round begins is answered at its end. */
function inRounds(answer: (path: string) => WireResponse): {
  transport: Transport;
  count: () => [number, number];
} {
  let waiting: (() => void)[] = [];
  let rounds = 0;
  let requests = 0;
  const round = (): void => {
    rounds += 1;
    for (const go of waiting.splice(0)) go();
  };
  return {
    count: () => [requests, rounds],
    async transport({ path }) {
      requests += 1;
      if (waiting.length === 0) setImmediate(round);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      return answer(path);
    },
  };
}

// customers in Dimensions | manifests | requests: pages + a user list, a PBX list and two GETs for each
test.each([
  [200, 200, 2 + 4 * 200],
  [5000, 200, 6 + 4 * 200],
  [40, 40, 2 + 4 * 40],
])(
  "of %i customers, %i are read with %i requests, 8 at a time, and hardly ever fewer",
  async (all, named, expected) => {
    const fleet = Array.from({ length: all }, (_item, n) => live(`t${n}`, `R${n}`));
    const paper = inRounds((path) => {
      const { pathname, searchParams } = new URL(path, "http://x");
      const from = 1000 * Number(searchParams.get("pageIndex"));
      if (pathname.endsWith("/customers")) return data(fleet.slice(from, from + 1000));
      if (pathname.endsWith("/pbxs")) return data([]);
      if (pathname.endsWith("/users"))
        return data(["a", "b", "c"].map((id) => ({ id, email: `${id}@x.example` })));
      return data({ id: pathname.at(-1), roles: [] });
    });
    const users = [user("a@x.example", { admin: true }), user("b@x.example", { roles: [] })];
    const manifests = fleet.slice(-named).map(({ reference }) => desired(reference, { users, pbxs: [] }));
    const limiter = createLimiter({ max: 8, clock: fakeClock() });
    const api = createReadClient(sender((request) => paper.transport(request), { limiter }));
    let count = 0;
    for await (const { observed: found } of observe(api, manifests, { concurrency: 8, lookup: "list" })) {
      expect(found.state).toBe("present");
      count += 1;
    }
    const [requests, rounds] = paper.count();
    expect([count, requests]).toEqual([named, expected]);
    expect(rounds).toBeLessThanOrEqual((1.25 * requests) / 8);
  },
);

test("a fleet is read side by side, each customer once, and a consumer may leave early", async () => {
  const references = Array.from({ length: 300 }, (_item, n) => `R${n}`);
  const replies: Replies = { list: data(references.map((reference) => live(`t-${reference}`, reference))) };
  for (const reference of references) replies[`customers/t-${reference}/users`] = data([]);
  const all = await observed(
    references.map((reference) => desired(reference)),
    replies,
  );
  expect([Object.keys(all.seen).length, all.asked.length]).toEqual([300, 301]);

  const paper = service(({ path }) => (path.includes("users") ? data([]) : (replies["list"] ?? data([]))));
  const manifests = references.map((reference) => desired(reference));
  const options = { concurrency: 2, lookup: "list" } as const;
  for await (const one of observe(createReadClient(sender(paper.transport)), manifests, options)) {
    expect(one.observed.state).toBe("present");
    break;
  }
  expect(paper.asked.length).toBeLessThan(20);
});
