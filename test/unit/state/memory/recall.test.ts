import { describe, expect, test } from "vitest";
import type { DesiredValue } from "../../../../src/model/customer/value.ts";
import { memoryStore } from "../../../../src/state/memory-store.ts";
import {
  ACME,
  CUSTOMER,
  OTHER_TENANT,
  plain,
  secret,
  open,
  update,
  unbound,
  write,
} from "./written-memory.ts";

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
