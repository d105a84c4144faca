import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "../../emulator/emulator.ts";
import { SANDBOX_SEED, SANDBOX_SWITCHES } from "../../emulator/world/sandbox-seed.ts";
import { readSeed } from "../../emulator/world/seed-check.ts";
import { serveEmulator } from "../../emulator/server.ts";
import type { Io } from "../frame/io.ts";

/** The built-in emulator behind real HTTP, for as long as the command runs. */
export interface Sandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the emulator on loopback with what earlier runs have left; every change is kept at once. */
export async function openSandbox(io: Io, place: string): Promise<Sandbox> {
  const folder = join(io.cwd, place);
  const file = join(folder, "sandbox.json");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = readKept(file);
  const emulator = createEmulator({
    switches: SANDBOX_SWITCHES,
    seed: kept ?? SANDBOX_SEED,
    clock: io.clock,
    random: io.random,
    onChange: () => keep(file, JSON.stringify(emulator.snapshot())),
  });
  return serveEmulator(emulator, { port: 0 });
}

function readKept(file: string): ReturnType<typeof readSeed> | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  return readSeed(JSON.parse(text), file);
}

/** Renamed into place, so that a run that is killed leaves the old data or the new, never half of them. */
function keep(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
