import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "../../../src/commands/frame/io.ts";
import { run } from "../../../src/commands/run.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/emulator.ts";
import type { EmulatorSeed } from "../../../src/emulator/world/seed.ts";
import { serveEmulator } from "../../../src/emulator/server.ts";
import type { Switches } from "../../../src/emulator/switches/switches.ts";
import { seeded } from "../../scenarios/recorder.ts";
import { inProcessIo, stillClock } from "../../support/in-process-io.ts";

/** What a call printed and how it ended. */
interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own and the emulator behind HTTP; the commands run in this process. */
export interface Stage {
  readonly cwd: string;
  readonly url: string;
  readonly emulator: Emulator;
  readonly call: (args: readonly string[], changes?: Partial<Io>) => Promise<Called>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  /** The time of the commands' clock: it stands still but for those who sleep. */
  readonly now: () => number;
  /** The names in a folder, sorted. */
  readonly list: (folder: string) => Promise<readonly string[]>;
}

export async function openStage(
  onTestFinished: (end: () => Promise<void>) => void,
  seed: EmulatorSeed = {},
  switches: Partial<Switches> = {},
  /** Called when the service has made a change and has not answered yet. */
  onChange: () => void = () => undefined,
): Promise<Stage> {
  const cwd = await mkdtemp(join(tmpdir(), "dimctl-commands-"));
  const clock = stillClock("2026-11-22T12:00:00Z");
  const emulator = createEmulator({ seed, switches, clock, random: seeded(1), onChange });
  const served = await serveEmulator(emulator, { port: 0 });
  onTestFinished(async () => {
    await served.close();
    await rm(cwd, { recursive: true, force: true });
  });
  return {
    cwd,
    url: served.url,
    emulator,
    call: async (args, changes = {}) => {
      const heard = { stdout: "", stderr: "" };
      const place = { cwd, clock, env: environmentOf(served.url, cwd), hostname: "stage" };
      const code = await run({ ...inProcessIo(args, place, heard), ...changes });
      return { code, ...heard };
    },
    write: async (path, text) => {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      await writeFile(join(cwd, path), text);
    },
    now: () => clock.now(),
    read: async (path) => readFile(join(cwd, path), "utf8"),
    list: async (folder) => (await readdir(join(cwd, folder))).toSorted(),
  };
}

/** What the commands are told of the service at `url`, with a token that it takes. */
function environmentOf(url: string, cwd: string): Readonly<Record<string, string>> {
  return {
    DIMENSIONS_API_URL: url,
    DIMENSIONS_LOGIN_URL: url,
    DIMENSIONS_ACCESS_TOKEN: "any-token-will-do",
    DIMCTL_STATE_DIR: join(cwd, "state"),
  };
}
