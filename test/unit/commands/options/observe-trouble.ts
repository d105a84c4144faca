import { serveEmulator } from "../../../../src/emulator/server.ts";
import type { WireRequest } from "../../../../src/model/ports/wire.ts";
import { CALLS, withoutService, type Command, type Fleet } from "./options-stage.ts";

/** Whether a service that is not available is asked once and no more. */
export async function asksOnce(fleet: Fleet, command: Command, args: readonly string[]): Promise<unknown> {
  return (await countRefused(fleet, [...CALLS[command], ...args], 503, () => true)) === 1;
}

/** How many writes a service gets that refuses them all, when both customers have something to apply. */
export async function refusedWrites(
  fleet: Fleet,
  command: Command,
  args: readonly string[],
): Promise<unknown> {
  const text = await fleet.read("customers/acme.yaml");
  await fleet.write("customers/acme.yaml", `${text}description: As git has it\n`);
  return countRefused(fleet, [...CALLS[command], ...args], 403, ({ method }) => method !== "GET");
}

/** Answers some requests with `status`, and counts them. */
async function countRefused(
  fleet: Fleet,
  args: readonly string[],
  status: number,
  isRefused: (request: WireRequest) => boolean,
): Promise<number> {
  let refused = 0;
  const inner = fleet.emulator.transport();
  const served = await serveEmulator(
    {
      ...fleet.emulator,
      transport: () => async (request, signal) => {
        if (!isRefused(request)) return inner(request, signal);
        refused += 1;
        return { status, headers: {}, body: "" };
      },
    },
    { port: 0 },
  );
  const secrets = `${fleet.cwd}/secrets.env`;
  const env = { ...withoutService(fleet).env, DIMENSIONS_API_URL: served.url, DIMCTL_SECRETS_FILE: secrets };
  await fleet.call(args, { env });
  await served.close();
  return refused;
}
