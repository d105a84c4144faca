import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { defined } from "../model/json/defined.ts";
import { createEmulator } from "../emulator/emulator.ts";
import type { FaultPlan } from "../emulator/faults/fault-plan.ts";
import { parseSwitch } from "../emulator/switches/parse-switch.ts";
import { SANDBOX_SEED, SANDBOX_SWITCHES } from "../emulator/world/sandbox-seed.ts";
import type { EmulatorSeed } from "../emulator/world/seed.ts";
import { readSeed } from "../emulator/world/seed-check.ts";
import { serveEmulator } from "../emulator/server.ts";
import type { Switches } from "../emulator/switches/switches.ts";
import type { EmulatorState } from "../emulator/world/state.ts";
import { DiagnosticsError } from "../model/diagnostic.ts";
import { errorCode } from "../model/network/error-code.ts";
import { parseJson } from "../model/json/json.ts";
import type { OptionsOf } from "./frame/command-options.ts";
import type { CommandResult } from "./frame/command-result.ts";
import { EXIT } from "./frame/exit-code.ts";
import type { Io } from "./frame/io.ts";

/** `dimctl emulator`: serves the emulator on loopback until it is interrupted. */
export async function emulator(options: OptionsOf<"emulator">, io: Io): Promise<CommandResult> {
  const service = createEmulator({
    switches: { ...SANDBOX_SWITCHES, ...readSwitches(options.switch ?? []) },
    seed: options.seed === undefined ? SANDBOX_SEED : await readSeedFile(options.seed, io),
    clock: io.clock,
    random: io.random,
  });
  const faults =
    options.faults === undefined
      ? undefined
      : { random: io.random, clock: io.clock, plan: faultPlan(options.faults) };
  const served = await serveEmulator(service, { port: options.port, ...defined({ faults }) });
  const interrupted = new Promise<void>((done) => {
    io.onSignal(done);
  });
  io.stdout(`${greeting(served.url)}\n`);
  await interrupted;
  await served.close();
  return {
    command: "emulator",
    exitCode: EXIT.done,
    diagnostics: [],
    said: { kind: "diagnostics", text: "" },
  };
}

/** The share is spread over all faults that a client must survive. */
function faultPlan(percent: number): FaultPlan {
  const each = percent / 100 / 6;
  return {
    tooMany: each,
    statusBefore: each,
    statusAfter: each,
    resetBefore: each,
    resetAfter: each,
    delay: each,
  };
}

function greeting(url: string): string {
  return [
    `Emulator listening on ${url}; press Ctrl-C to stop. In another terminal:`,
    "",
    `  export DIMENSIONS_API_URL=${url} DIMENSIONS_LOGIN_URL=${url} DIMENSIONS_ACCESS_TOKEN=any`,
    "  dimctl plan",
  ].join("\n");
}

function readSwitches(settings: readonly string[]): Partial<Switches> {
  const parsed = settings.map(parseSwitch);
  const diagnostics = parsed.flatMap((setting) => (setting.ok ? [] : [setting.diagnostic]));
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return Object.assign({}, ...parsed.map((setting) => (setting.ok ? setting.value : {})));
}

async function readSeedFile(path: string, io: Io): Promise<EmulatorSeed | EmulatorState> {
  const text = await readFile(resolve(io.cwd, path), "utf8").catch((error: unknown) => {
    throw unreadable(`seed file ${path} cannot be read (${errorCode(error) ?? "unknown"})`, error);
  });
  const seed = parseJson(text);
  if (seed === undefined) throw unreadable(`seed file ${path} is not JSON`);
  return readSeed(seed, path);
}

function unreadable(summary: string, cause?: unknown): DiagnosticsError {
  const hint = "give a JSON file";
  return new DiagnosticsError(
    [{ code: "seed-unreadable", severity: "error", summary, hint }],
    "input",
    cause,
  );
}
