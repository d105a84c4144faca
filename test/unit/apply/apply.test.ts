import { describe, expect, test } from "vitest";
import { summariseResult } from "../../../src/apply/apply.ts";
import { toTenantId } from "../../../src/model/ids.ts";
import {
  blockedUser,
  createCustomer,
  createPbx,
  createUser,
  customerPlan,
  field,
  updateCustomer,
} from "../../support/plan-builders.ts";
import { ACME, acme, LOST_AFTER, nth, play, TENANT } from "./stage.ts";

const rename = updateCustomer({ fields: [field("name", "Acme Dental", "Acme")] });
const carla = createUser("carla@acme.example", { fields: [field("displayName", "Carla")] });
const newAcme = createCustomer({ fields: [field("name", "Acme")] });
const toCreate = { isNew: true, confirmedAdmins: [] };
const main = createPbx("Main", {
  fields: [field("name", "Main"), field("accountId", "account-1")],
  instanceId: "account-1",
});

test("a customer with an object that is blocked is incomplete, though nothing failed", async () => {
  const blocked = [blockedUser("b@acme.example")];
  const [{ results: renamed }, { results: left }] = await Promise.all([
    play([acme([rename], { blocked })]),
    play([acme([], { blocked })]),
  ]);
  expect(renamed[0]).toMatchObject({ status: "incomplete", changes: [{ outcome: { status: "done" } }] });
  expect(left[0]).toMatchObject({ status: "incomplete", changes: [] });
  expect(summariseResult([...renamed, ...left])).toMatchObject({ done: 1, held: 0, blocked: 2 });
});

describe("customers are isolated", () => {
  test("a customer whose writes are answered with 500 leaves the others alone", async () => {
    const other = { id: "bbbbbbbb-0000-4000-8000-000000000002", fields: { name: "B", reference: "B" } };
    const bPlan = customerPlan("B", {
      changes: [updateCustomer({ fields: [field("name", "Better", "B")] })],
      tenantId: toTenantId(other.id),
    });
    const { results, emulator } = await play([acme([rename]), bPlan], {
      customers: [ACME, other],
      fault: ({ method, path }) =>
        method === "PATCH" && path.includes(TENANT)
          ? { kind: "status", status: 500, effect: false }
          : undefined,
    });
    expect(Object.fromEntries(results.map(({ reference, status }) => [reference, status]))).toEqual({
      ACME: "incomplete",
      B: "done",
    });
    expect(emulator.state.customers[other.id]?.fields["name"]).toBe("Better");
  });

  test("refused credentials end the run: what was not begun is held, and the error comes last", async () => {
    let requests = 0;
    const { error, outcomes } = await play([acme([rename, carla])], {
      fault: () => {
        requests += 1;
        return undefined;
      },
      switches: { tokens: "issued" },
    });
    expect(error).toMatchObject({ kind: "unauthorised" });
    expect(outcomes[rename.key]).toMatchObject({
      status: "failed",
      why: "Dimensions refused the credentials",
    });
    expect(outcomes[carla.key]).toMatchObject({ status: "held", hold: { why: "not-started" } });
    expect(requests).toBe(1);
  });

  test("a write whose reply is lost as the credentials end is unknown, not failed", async () => {
    let isLost = false;
    const { error, outcomes } = await play([acme([carla])], {
      fault: ({ method }) => {
        if (method === "POST") {
          isLost = true;
          return LOST_AFTER;
        }
        return undefined;
      },
      tokensGoodUntil: () => isLost,
    });
    expect(error).toMatchObject({ kind: "unauthorised" });
    expect(outcomes[carla.key]).toMatchObject({ status: "unknown" });
  });

  test("after the signal to stop nothing is started, and everything is named", async () => {
    const stop = new AbortController();
    stop.abort();
    const { outcomes, writes } = await play([acme([rename, carla])], { options: { stop: stop.signal } });
    expect(writes).toEqual([]);
    expect(outcomes).toMatchObject({
      [rename.key]: { status: "held", hold: { why: "not-started" } },
      [carla.key]: { status: "held", hold: { why: "not-started" } },
    });
  });

  test("a change in flight when the signal to stop comes is finished; what comes after it is not started", async () => {
    const stop = new AbortController();
    const { outcomes, writes } = await play([acme([rename, carla])], {
      options: { stop: stop.signal },
      fault: ({ method }) => {
        if (method === "PATCH") stop.abort();
        return undefined;
      },
    });
    expect(writes).toEqual(["PATCH / 200"]);
    expect(outcomes).toEqual({
      [rename.key]: { status: "done", request: expect.objectContaining({ method: "PATCH", status: 200 }) },
      [carla.key]: { status: "held", hold: { why: "not-started", detail: "the run ended first" } },
    });
  });

  test("a failed wave holds the ones after it", async () => {
    const tooLong = updateCustomer({ fields: [field("name", "x".repeat(101), "Acme")] });
    const { outcomes } = await play([acme([tooLong, carla])]);
    expect(outcomes[tooLong.key]).toMatchObject({ status: "failed", request: { status: 400 } });
    expect(outcomes[carla.key]).toEqual({ status: "held", hold: { why: "depends-on", on: "customer" } });
  });
});

describe("a customer is created once", () => {
  test("when the reply to its create is lost while lists lag", async () => {
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [],
      switches: { listLagMs: 8000 },
      fault: nth(1, "POST", LOST_AFTER),
    });
    expect(Object.keys(emulator.state.customers)).toHaveLength(1);
    expect(outcomes[newAcme.key]).toMatchObject({ status: "done" });
  });

  test("when an earlier run was killed while it created it, and lists lag", async () => {
    const created = { ...ACME, createdAt: Date.UTC(2026, 10, 22) - 1000 };
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [created],
      switches: { listLagMs: 8000 },
      options: { journal: journalWith(Date.UTC(2026, 10, 22) - 1000) },
    });
    expect(Object.keys(emulator.state.customers)).toEqual([TENANT]);
    expect(outcomes[newAcme.key]).toMatchObject({
      status: "done",
      note: "created in the meantime; taken over unchanged",
    });
  });

  test("when a service that ignores the filter shows it on a later page only", async () => {
    const others = ["X", "Y", "Z"].map((name) => ({ fields: { name, reference: name } }));
    const { emulator, outcomes } = await play([acme([newAcme], toCreate)], {
      customers: [...others, ACME],
      switches: { filterCase: "ignored", maxPageSize: 2 },
    });
    expect(Object.keys(emulator.state.customers)).toHaveLength(4);
    expect(outcomes[newAcme.key]).toMatchObject({
      status: "done",
      note: "created in the meantime; taken over unchanged",
    });
  });

  test("also when nobody knows the moment at which the killed run began it", async () => {
    const created = { ...ACME, createdAt: Date.UTC(2026, 10, 22) - 1000 };
    const { emulator } = await play([acme([newAcme], toCreate)], {
      customers: [created],
      switches: { listLagMs: 8000 },
      options: { knowsWhenBegun: false, journal: journalWith(Date.UTC(2026, 10, 22) - 600_000) },
    });
    expect(Object.keys(emulator.state.customers)).toEqual([TENANT]);
  });
});

describe("a tenant of another reference is not taken over", () => {
  const other = {
    id: "bbbbbbbb-0000-4000-8000-000000000002",
    fields: { name: "Other", reference: "OTHER" },
    pbxs: [{ fields: { name: "Main", accountId: "account-1" } }],
  };

  test("though the PBX of the customer that is to be created is attached to it", async () => {
    const creation = createCustomer({ fields: [field("name", "Acme")] });
    const inside = { ...main, inside: true } as const;
    const { emulator, outcomes, writes } = await play([acme([creation, inside], toCreate)], {
      customers: [other],
    });
    expect(writes).toEqual(["POST / 201", expect.stringMatching(/^PATCH \/pbxs\/\S+ 200$/)]);
    expect(outcomes[creation.key]).toMatchObject({ status: "done", request: { status: 201 } });
    expect(Object.values(emulator.state.customers).map(({ fields }) => fields["reference"])).toEqual([
      "OTHER",
      "ACME",
    ]);
  });

  test("nor its PBX, when a PBX of the same account is to be created", async () => {
    const { emulator, writes } = await play([acme([main])], { customers: [ACME, other] });
    expect(writes).toEqual(["POST /pbxs 201"]);
    expect(
      Object.values(emulator.state.customers).map(({ fields, pbxs }) => [
        fields["reference"],
        Object.values(pbxs).map((pbx) => [pbx.fields["name"], pbx.fields["enabled"]]),
      ]),
    ).toEqual([
      ["ACME", [["Main", false]]],
      ["OTHER", [["Main", true]]],
    ]);
  });
});

describe("a PBX is created once", () => {
  test("also when the signal to stop comes while an earlier run's create is looked for", async () => {
    const stop = new AbortController();
    const { outcomes, writes } = await play([acme([main])], {
      options: { stop: stop.signal, journal: journalWith(Date.UTC(2026, 10, 22)) },
      fault: ({ path }) => {
        if (path.includes("/pbxs")) stop.abort();
        return undefined;
      },
    });
    expect(writes).toEqual([]);
    expect(outcomes[main.key]).toMatchObject({ status: "held", hold: { why: "not-started" } });
  });

  test("and is not said to have failed without a word when it could not be switched on", async () => {
    const enabled = createPbx("Main", { enable: true, fields: [field("name", "Main")] });
    const { outcomes } = await play([acme([enabled])], {
      fault: ({ method }) => (method === "PATCH" ? { kind: "refused" } : undefined),
    });
    expect(outcomes[enabled.key]).toMatchObject({
      status: "failed",
      why: expect.stringMatching(/^created, but not enabled: /u),
    });
  });

  test("when its reply is lost", async () => {
    const { emulator } = await play([acme([main])], { fault: nth(1, "POST", LOST_AFTER) });
    expect(Object.values(emulator.state.customers[TENANT]?.pbxs ?? {})).toHaveLength(1);
  });

  test("when somebody has attached it since the plan was made", async () => {
    const attached = { ...ACME, pbxs: [{ fields: { name: "By hand", accountId: "account-1" } }] };
    const { writes } = await play([acme([main])], { customers: [attached] });
    expect(writes.filter((write) => write.startsWith("POST"))).toEqual([]);
  });

  test("and stays off when it is to, though its create has switched it on and no read says so", async () => {
    const off = createPbx("Main", {
      inside: true,
      instanceId: "account-1",
      fields: [field("accountId", "account-1"), field("name", "Main")],
    });
    const creation = createCustomer({ fields: [field("name", "Acme")] });
    const { emulator } = await play([acme([creation, off], toCreate)], {
      customers: [],
      switches: { pbxEnabledOnCreate: "true", pbxFields: "four" },
    });
    const [customer] = Object.values(emulator.state.customers);
    expect(
      Object.values(customer?.pbxs ?? {}).map(({ fields }) => [fields["name"], fields["enabled"]]),
    ).toEqual([["Main", false]]);
  });
});

describe("the check after the last wave", () => {
  test("names a field that the service has changed", async () => {
    const zone = updateCustomer({ fields: [field("timezone", "America/Phoenix", "UTC")] });
    const left = updateCustomer({ fields: [field("timezone", "America/Phoenix", "US/Arizona")] });
    const { results } = await play([acme([zone])], {
      options: { planAgain: async (plan) => ({ ...plan, changes: [left] }) },
    });
    expect(results[0]?.status).toBe("incomplete");
    expect(results[0]?.remaining).toEqual([
      {
        object: "customer",
        field: "timezone",
        wanted: "America/Phoenix",
        stored: "US/Arizona",
        text: 'Dimensions stores timezone of customer as "US/Arizona"',
      },
    ]);
  });

  test("names an object that two live ones answer to now", async () => {
    const blocked = [blockedUser("carla@acme.example")];
    const { results } = await play([acme([carla])], {
      options: { planAgain: async (plan) => ({ ...plan, changes: [], blocked }), settleTimeMs: 0 },
    });
    expect(results[0]).toMatchObject({
      status: "incomplete",
      remaining: [
        {
          object: "user:carla@acme.example",
          field: "",
          wanted: null,
          text: "could not be verified after the apply: 2 live users have the address carla@acme.example",
        },
      ],
    });
  });

  test("waits for a list that lags before it says that something is missing", async () => {
    let looks = 0;
    const planAgain = async (
      plan: Parameters<typeof customerPlan>[1] extends infer _ ? ReturnType<typeof acme> : never,
    ) => {
      looks += 1;
      return { ...plan, changes: looks < 3 ? [carla] : [] };
    };
    const { results } = await play([acme([carla])], { options: { planAgain } });
    expect(results[0]).toMatchObject({ status: "done", remaining: [] });
    expect(looks).toBe(3);
  });
});

/** A journal in which an earlier run's create of everything was begun at that moment (ms). */
function journalWith(
  begunAt: number,
): NonNullable<NonNullable<Parameters<typeof play>[1]>["options"]>["journal"] & object {
  return { begin: async () => undefined, confirm: async () => undefined, earlierCreate: () => begunAt };
}
