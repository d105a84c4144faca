import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "../../emulator/emulator.ts";
import { SANDBOX_SEED, SANDBOX_SWITCHES } from "../../emulator/world/sandbox-seed.ts";
import { readSeed } from "../../emulator/world/seed-check.ts";
import { serveEmulator } from "../../emulator/server.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { errorCode } from "../../model/network/error-code.ts";
import { parseJson } from "../../model/json/json.ts";
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
  const kept = readKept(file, join(place, "sandbox.json"));
  const emulator = createEmulator({
    switches: SANDBOX_SWITCHES,
    seed: kept ?? SANDBOX_SEED,
    clock: io.clock,
    random: io.random,
    onChange: () => keep(file, JSON.stringify(emulator.snapshot())),
  });
  return serveEmulator(emulator, { port: 0 });
}

/** What earlier runs have left; undefined before the first one. Throws a DiagnosticsError when it cannot be used. */
function readKept(file: string, shown: string): ReturnType<typeof readSeed> | undefined {
  const text = readText(file, shown);
  if (text === undefined) return undefined;
  const kept = parseJson(text);
  if (kept === undefined) throw damaged(`${shown} is not JSON`);
  try {
    return readSeed(kept, shown);
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    throw damaged(...error.diagnostics.map(({ summary }) => summary));
  }
}

function readText(file: string, shown: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return undefined;
    throw damaged(`${shown} cannot be read (${code ?? "unknown"})`);
  }
}

function damaged(...summaries: readonly string[]): DiagnosticsError {
  const hint = "remove it to start with a new sandbox";
  return new DiagnosticsError(
    summaries.map((summary) => ({ code: "sandbox-damaged", severity: "error", summary, hint })),
  );
}

/** Renamed into place, so that a run that is killed leaves the old data or the new, never half of them. */
function keep(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
