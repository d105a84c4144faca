import { expect, test } from "vitest";
import { openCheckpoints } from "../../../../src/commands/apply/checkpoints.ts";
import type { Session } from "../../../../src/commands/session/session.ts";
import type { ObjectKey } from "../../../../src/model/plan/change.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import { toPlainValue } from "../../../../src/model/customer/value.ts";
import { toReference, toTenantId } from "../../../../src/model/ids.ts";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { memoryStore } from "../../../../src/state/memory-store.ts";
import { openMemory } from "../../../../src/state/memory/memory.ts";
import { fakeClock } from "../../state/context.ts";

const customer = { reference: toReference("ACME-1"), tenantId: toTenantId("t1") };
const intent = (key: ObjectKey) => ({
  ...customer,
  key,
  action: "update" as const,
  fields: new Map([["enabled", toPlainValue(true)]]),
});

async function sessionOn(store: StateStore, journalIsDurable: boolean): Promise<Session> {
  const key = new Uint8Array(32).fill(7);
  const memory = await openMemory({
    store,
    environmentKey: "e",
    key,
    secrets: () => undefined,
    clock: fakeClock(),
  });
  return { memory, journalIsDurable } as Session;
}

/** What another run finds of the field, as if this one were killed now. */
async function foundAfterKill(store: StateStore, key: ObjectKey): Promise<string> {
  const { memory } = await sessionOn(store, false);
  return memory.recall(customer, key, "enabled", toPlainValue(true));
}

test("a confirmed PBX is known to the next run at once, another object after its customer", async () => {
  const store = memoryStore();
  const session = await sessionOn(store, false);
  const { journal, keep } = openCheckpoints(session);
  await journal.begin(intent("pbx:A"));
  await journal.begin(intent("customer"));
  await session.memory.flush();
  expect(await foundAfterKill(store, "pbx:A")).toBe("pending");
  await journal.confirm(intent("pbx:A"));
  expect(await foundAfterKill(store, "pbx:A")).toBe("same");
  await journal.confirm(intent("customer"));
  expect(await foundAfterKill(store, "customer")).toBe("pending");
  await keep();
  expect(await foundAfterKill(store, "customer")).toBe("same");
});

test("where the journal is durable by itself, nothing is saved before the end", async () => {
  const store = memoryStore();
  const { journal, keep } = openCheckpoints(await sessionOn(store, true));
  await journal.confirm(intent("pbx:A"));
  await keep();
  expect(await foundAfterKill(store, "pbx:A")).toBe("missing");
});

test("a place that cannot be written for a while fails no change, and gets everything later", async () => {
  const store = memoryStore();
  let isFull = true;
  const sometimes: StateStore = {
    ...store,
    exclusive: async (work) => {
      if (isFull) throw new DiagnosticsError([{ code: "state-git", severity: "error", summary: "full" }]);
      return store.exclusive(work);
    },
  };
  const { journal, keep } = openCheckpoints(await sessionOn(sometimes, false));
  await journal.confirm(intent("pbx:A"));
  isFull = false;
  await keep();
  expect(await foundAfterKill(store, "pbx:A")).toBe("same");
});
