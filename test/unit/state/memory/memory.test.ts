import { describe, expect, test } from "vitest";
import { toPlainValue, type DesiredValue } from "../../../../src/model/customer/value.ts";
import { toReference, toSecretName, toTenantId } from "../../../../src/model/ids.ts";
import type { Json } from "../../../../src/model/json/json.ts";
import type { Intent } from "../../../../src/model/ports/memory.ts";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { openMemory, type Memory, type MemoryOptions } from "../../../../src/state/memory/memory.ts";
import { memoryStore } from "../../../../src/state/memory-store.ts";
import { fakeClock, secretText } from "../context.ts";

const ACME = toReference("ACME-1");
const TENANT = toTenantId("t-1");
const CUSTOMER = { reference: ACME, tenantId: TENANT };
const OTHER_TENANT = { reference: ACME, tenantId: toTenantId("t-2") };
const KEY = Buffer.alloc(32, 1);

const plain = (value: Json): DesiredValue => toPlainValue(value);
const secret = (name: string): DesiredValue => ({ secret: toSecretName(name) });

const open = (store: StateStore, changes: Partial<MemoryOptions> = {}): Promise<Memory> =>
  openMemory({
    store,
    environmentKey: "sandbox",
    key: KEY,
    secrets: (name) => (name === "GONE" ? undefined : secretText(`value of ${name}`)),
    clock: fakeClock(),
    ...changes,
  });

type Bound = Intent & { readonly tenantId: typeof TENANT };
const update = (fields: Record<string, DesiredValue>, changes: Partial<Bound> = {}): Bound => ({
  ...CUSTOMER,
  key: "pbx:Main",
  action: "update",
  fields: new Map(Object.entries(fields)),
  ...changes,
});
/** The intent as it is before its customer has a tenant id. */
const unbound = ({ tenantId: _tenantId, ...intent }: Bound): Intent => intent;

async function write(memory: Memory, intent: Bound): Promise<void> {
  await memory.journal.begin(intent);
  await memory.journal.confirm(intent);
}

describe("recall", () => {
  test.each<[string, DesiredValue, string]>([
    ["the same value", plain("one"), "same"],
    ["another value", plain("two"), "different"],
    ["a secret of another value", secret("KEY"), "different"],
    ["a secret whose value is not there", secret("GONE"), "no-secret"],
  ])("says of %s than was written: %s → %s", async (_title, desiredValue, expected) => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, update({ hostRest: plain("one") }));
    await memory.flush();
    expect((await open(store)).recall(CUSTOMER, "pbx:Main", "hostRest", desiredValue)).toBe(expected);
  });

  test("knows nothing of another field, object, tenant, environment or HMAC key", async () => {
    const store = memoryStore();
    const memory = await open(store);
    const desiredValue = plain("one");
    await write(memory, update({ hostRest: desiredValue }));
    await memory.flush();
    expect([
      memory.recall(CUSTOMER, "pbx:Main", "username", desiredValue),
      memory.recall(CUSTOMER, "pbx:Spare", "hostRest", desiredValue),
      memory.recall(OTHER_TENANT, "pbx:Main", "hostRest", desiredValue),
      (await open(store, { environmentKey: "prod" })).recall(CUSTOMER, "pbx:Main", "hostRest", desiredValue),
      (await open(store, { key: Buffer.alloc(32, 2) })).recall(
        CUSTOMER,
        "pbx:Main",
        "hostRest",
        desiredValue,
      ),
    ]).toEqual(["missing", "missing", "missing", "missing", "missing"]);
  });

  test("says pending from the begin to the confirm, also after a restart", async () => {
    const store = memoryStore();
    const memory = await open(store);
    const intent = update({ apiKey: secret("KEY") });
    await memory.journal.begin(intent);
    await memory.flush();
    const next = await open(store);
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("pending");
    await next.journal.confirm(intent);
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("same");
  });

  test("finds what was begun before the customer had a tenant id, and binds it on confirm", async () => {
    const store = memoryStore();
    const memory = await open(store);
    const intent = update({ apiKey: secret("KEY") }, { action: "create" });
    await memory.journal.begin(unbound(intent));
    await memory.flush();
    const next = await open(store);
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("pending");
    expect(next.journal.earlierCreate(ACME, "pbx:Main")).toBe(1_000_000);
    await next.journal.confirm(intent);
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("same");
    expect(next.recall(OTHER_TENANT, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
  });

  test("says when an earlier run confirmed a create: lists may not show it yet", async () => {
    const store = memoryStore();
    const memory = await open(store);
    const intent = update({ apiKey: secret("KEY") }, { action: "create" });
    await memory.journal.begin(unbound(intent));
    await memory.journal.confirm(intent);
    await memory.flush();
    expect((await open(store)).journal.earlierCreate(ACME, "pbx:Main")).toBe(1_000_000);
  });

  test("says when an earlier run began a create, also while this run begins it again", async () => {
    const store = memoryStore();
    const memory = await open(store);
    const intent = update({ apiKey: secret("KEY") }, { action: "create" });
    await memory.journal.begin(unbound(intent));
    expect(memory.journal.earlierCreate(ACME, "pbx:Main")).toBeUndefined();
    await memory.flush();
    const next = await open(store);
    await next.journal.begin(unbound(intent));
    expect(next.journal.earlierCreate(ACME, "pbx:Main")).toBe(1_000_000);
  });

  test("knows nothing of a former tenant once the customer was created anew", async () => {
    const memory = await open(memoryStore());
    await write(memory, update({ apiKey: secret("KEY") }));
    const create = update({}, { key: "customer", action: "create", ...OTHER_TENANT });
    await memory.journal.begin(unbound(create));
    await memory.journal.confirm(create);
    expect(memory.recall(OTHER_TENANT, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
    expect(memory.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
  });

  test("knows nothing of a PBX that was deleted, or created anew under its name", async () => {
    const memory = await open(memoryStore());
    await write(memory, update({ apiKey: secret("KEY"), username: plain("ana") }));
    await write(memory, update({ apiKey: secret("KEY") }, { action: "create" }));
    expect(memory.recall(CUSTOMER, "pbx:Main", "username", plain("ana"))).toBe("missing");
    await write(memory, update({}, { action: "delete" }));
    expect(memory.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
  });
});

describe("a rename", () => {
  const rename = update(
    { name: plain("New.Name"), username: plain("bo") },
    {
      key: "pbx:New.Name",
      formerKey: "pbx:Main",
    },
  );
  const before = update({ apiKey: secret("KEY"), username: plain("ana") });

  test("carries along what was written, twice over", async () => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, before);
    await write(memory, rename);
    await write(memory, update({}, { key: "pbx:Third", formerKey: "pbx:New.Name" }));
    await memory.flush();
    const next = await open(store);
    expect(next.recall(CUSTOMER, "pbx:Third", "apiKey", secret("KEY"))).toBe("same");
    expect(next.recall(CUSTOMER, "pbx:Third", "apiKey", secret("OTHER"))).toBe("different");
    expect(next.recall(CUSTOMER, "pbx:Third", "username", plain("bo"))).toBe("same");
    expect(next.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("missing");
  });

  test("that was begun and never confirmed finds what is known under either name", async () => {
    const memory = await open(memoryStore());
    await write(memory, before);
    await memory.journal.begin(rename);
    expect(memory.recall(CUSTOMER, "pbx:Main", "apiKey", secret("KEY"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "apiKey", secret("KEY"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "username", plain("bo"))).toBe("pending");
    expect(memory.recall(CUSTOMER, "pbx:Else", "apiKey", secret("KEY"))).toBe("missing");
    await memory.journal.confirm(rename);
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "name", plain("New.Name"))).toBe("same");
    expect(memory.recall(CUSTOMER, "pbx:New.Name", "apiKey", secret("KEY"))).toBe("same");
  });

  test("of a user's address heeds no case", async () => {
    const memory = await open(memoryStore());
    await write(memory, update({ displayName: plain("Ana") }, { key: "user:old@acme.example" }));
    await memory.journal.begin(
      update(
        { email: plain("Ana@Acme.example") },
        {
          key: "user:ana@acme.example",
          formerKey: "user:old@acme.example",
        },
      ),
    );
    expect(memory.recall(CUSTOMER, "user:ana@acme.example", "displayName", plain("Ana"))).toBe("same");
  });
});

describe("the memory", () => {
  test("lists customers that were deleted, forgets them, and takes it back when one is written again", async () => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, update({}, { key: "customer" }));
    expect(memory.known).toEqual([ACME]);
    await write(memory, update({}, { key: "customer", action: "delete" }));
    await memory.flush();
    const next = await open(store);
    expect([next.known, [...next.deleted]]).toEqual([[], [TENANT]]);
    await write(next, update({}, { key: "customer" }));
    expect([...next.deleted]).toEqual([]);
  });

  test("forgets a customer, and keeps spent plans", async () => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, update({}));
    await memory.forget(ACME);
    await memory.markSpent("digest");
    await memory.flush();
    const next = await open(store);
    expect([next.known, next.isSpent("digest"), next.isSpent("other")]).toEqual([[], true, false]);
  });

  test("keeps fingerprints, never values, and other values for equal fields", async () => {
    const store = memoryStore();
    const memory = await open(store);
    await write(memory, update({ apiKey: secret("KEY"), licenseKey: secret("KEY") }));
    await memory.flush();
    const document = await store.read();
    const object = document.environments["sandbox"]?.customers[ACME]?.objects["pbx:Main"];
    const prints = Object.values(object?.written ?? {});
    expect(prints.map((print) => /^[0-9a-f]{8}\.[0-9a-f]{64}$/u.test(print))).toEqual([true, true]);
    expect(new Set(prints).size).toBe(2);
    expect(JSON.stringify(document)).not.toContain("value of");
  });

  test("leaves tokens, other environments and what others have saved meanwhile as they are", async () => {
    const store = memoryStore();
    const [one, two] = [await open(store), await open(store)];
    await store.exclusive((document, save) =>
      save({
        ...document,
        environments: { sandbox: { tokens: { scope: "kept" }, customers: {}, deleted: [], spentPlans: [] } },
      }),
    );
    await one.markSpent("one");
    await two.markSpent("two");
    await Promise.all([one.flush(), two.flush()]);
    await (await open(store, { environmentKey: "prod" })).markSpent("three");
    expect((await store.read()).environments).toEqual({
      sandbox: { tokens: { scope: "kept" }, customers: {}, deleted: [], spentPlans: ["one", "two"] },
    });
  });

  test("saves at the next flush what a failed one could not", async () => {
    const store = memoryStore();
    let broken = true;
    const fragile: StateStore = {
      ...store,
      exclusive: (work) => (broken ? Promise.reject(new Error("disk full")) : store.exclusive(work)),
    };
    const memory = await open(fragile);
    await memory.markSpent("one");
    await expect(memory.flush()).rejects.toThrow("disk full");
    broken = false;
    await memory.flush();
    expect((await open(store)).isSpent("one")).toBe(true);
  });
});
