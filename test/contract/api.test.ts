import { createEmulator, type Emulator } from "../../src/emulator/emulator.ts";
import type { FaultChoice } from "../../src/emulator/faults/fault.ts";
import { faultyTransport } from "../../src/emulator/faults/faults.ts";
import { serveEmulator } from "../../src/emulator/server.ts";
import { SWITCHES, type Switches } from "../../src/emulator/switches/switches.ts";
import type { Clock } from "../../src/model/ports/clock.ts";
import type { Transport } from "../../src/model/ports/wire.ts";
import { connect } from "../../src/remote/connect.ts";
import { fakeClock, oneToken } from "../unit/remote/fakes.ts";
import { describeApi, type Subject } from "./api-contract.ts";

/** The same numbers in every run. */
function seeded(): () => number {
  let state = 20_260_101;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function emulator(switches: Partial<Switches>, clock: Clock): Emulator {
  return createEmulator({ switches, clock, random: seeded() });
}

function subject(service: string | Transport, clock: Clock, close: () => Promise<void>): Subject {
  const options = { tokens: oneToken, clock, random: () => 0.5, concurrency: 4, userAgent: "dimctl/test" };
  const line = connect({ service, ...options });
  return {
    api: line.write(),
    writes: () => line.stats().writes,
    async close() {
      await line.close();
      await close();
    },
  };
}

async function inMemory(switches: Partial<Switches> = {}): Promise<Subject> {
  const clock = fakeClock();
  return subject(emulator(switches, clock).transport(), clock, async () => undefined);
}

describeApi("the client on the emulator in memory", inMemory);

describeApi("the client on the emulator over HTTP", async () => {
  const clock = fakeClock();
  const served = await serveEmulator(emulator({}, clock), { port: 0 });
  return subject(served.url, clock, async () => served.close());
});

describeApi(
  "the client where every third request meets a 429, a refused connection or a 503 to a read",
  async () => {
    const clock = fakeClock();
    const transport = faultyTransport(emulator({}, clock).transport(), {
      random: seeded(),
      clock,
      plan: everyThird,
    });
    return subject(transport, clock, async () => undefined);
  },
);

const everyThird: FaultChoice = (request, n) => {
  if (n % 6 === 0)
    return { kind: "too-many", retryAfter: n % 12 === 0 ? "date" : "absent", retryAfterSeconds: 3 };
  if (n % 6 !== 3) return undefined;
  return request.method === "GET" ? { kind: "status", status: 503, effect: false } : { kind: "refused" };
};

/** Values for switches that are numbers. */
const NUMBERS: Partial<Switches> = { maxPageSize: 2, rateLimit: 3 };
/** Not for this suite: it has no issued token (`tokens`), and its customer wants a trial (`trials`). */
const NOT_HERE = new Set<string>(["tokens", "trials"]);

for (const [name, fact] of Object.entries(SWITCHES)) {
  if (fact.type !== "choice" || NOT_HERE.has(name)) continue;
  for (const value of fact.values) {
    if (value !== fact.default)
      describeApi(`${fact.assumption} ${name}=${value}`, async () => inMemory({ [name]: value }));
  }
}
for (const [name, value] of Object.entries(NUMBERS)) {
  describeApi(`${name}=${value}`, async () => inMemory({ [name]: value }));
}
describeApi("a strict service", async () =>
  inMemory({
    unknownKeys: "refused",
    pbxOnCreate: "none",
    trialField: "string",
    patchBooleans: "string",
    adminRole: "admin.user",
  }),
);
describeApi("a service that stores any role and counts one spelling", async () =>
  inMemory({ unknownRoles: "store", adminRole: "admin.user", noAdmin: "409" }),
);
describeApi("a service that refuses large pages", async () =>
  inMemory({ maxPageSize: 100, pageSizeAboveMax: "refuse" }),
);
