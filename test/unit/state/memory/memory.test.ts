import { describe, expect, test } from "vitest";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { memoryStore } from "../../../../src/state/memory-store.ts";
import { ACME, TENANT, secret, open, update, write } from "./written-memory.ts";

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
