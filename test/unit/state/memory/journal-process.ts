// A run as its own process: begins fifty creates, confirms the first, then waits to be killed; with "hold the lock" inside `exclusive`.
import { hostname } from "node:os";
import { toReference, toSecretName, toTenantId } from "../../../../src/model/ids.ts";
import type { Intent } from "../../../../src/model/ports/memory.ts";
import { SecretText } from "../../../../src/model/ports/secret-text.ts";
import { thisMachine } from "../../../../src/state/context.ts";
import { fileJournal } from "../../../../src/state/memory/journal-log.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import { openMemory } from "../../../../src/state/memory/memory.ts";

const [directory = "", work] = process.argv.slice(2);
const context = {
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  random: Math.random,
  machine: thisMachine({
    node: process,
    hostname: hostname(),
    command: "dimctl test",
    every: () => () => undefined,
  }),
};
const memory = await openMemory({
  store: fileStore(directory, context),
  environmentKey: "sandbox",
  key: Buffer.alloc(32, 1),
  secrets: () => new SecretText("clear-secret"),
  clock: context.clock,
  log: fileJournal(directory, "sandbox", context),
});
const intent = (number: number): Intent & { tenantId: ReturnType<typeof toTenantId> } => ({
  reference: toReference(`R-${number}`),
  tenantId: toTenantId(`t-${number}`),
  key: "pbx:Main",
  action: "create",
  fields: new Map([["apiKey", { secret: toSecretName("KEY") }]]),
});
await Promise.all(Array.from({ length: 50 }, (_, number) => memory.journal.begin(intent(number))));
await memory.journal.confirm(intent(0));
if (work === "hold the lock") {
  await fileStore(directory, context).exclusive(() => {
    process.stdout.write("held\n");
    return new Promise(() => setInterval(() => undefined, 1000));
  });
}
process.stdout.write("begun\n");
setInterval(() => undefined, 1000);
