import { createEmulator } from "../../../../src/emulator/emulator.ts";
import type { Emulator } from "../../../../src/emulator/emulator.ts";
import { serveEmulator } from "../../../../src/emulator/server.ts";
import type { ServedEmulator } from "../../../../src/emulator/server.ts";
import type { Clock } from "../../../../src/model/ports/clock.ts";

export const EMULATOR_CLIENT = { id: "dimctl-test", secret: "client-secret-of-the-test" };

/** The machine's own time: an id token is checked against it. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) =>
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/** The emulator on a free port, with one client that may sign in and no customers. */
export async function servedEmulator(): Promise<{ emulator: Emulator; served: ServedEmulator }> {
  const emulator = createEmulator({
    seed: { clients: [EMULATOR_CLIENT] },
    switches: { tokens: "issued" },
    clock: SYSTEM_CLOCK,
    random: Math.random,
  });
  return { emulator, served: await serveEmulator(emulator, { port: 0 }) };
}
