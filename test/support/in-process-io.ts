import type { Io } from "../../src/commands/frame/io.ts";
import type { Clock } from "../../src/model/ports/clock.ts";
import { seeded } from "../scenarios/recorder.ts";

/** What a command has printed. */
export interface Heard {
  stdout: string;
  stderr: string;
}

/** The world of a command that runs in this process: nobody at the terminal, and what it prints is kept. */
export function inProcessIo(
  argv: readonly string[],
  place: { readonly cwd: string; readonly clock: Clock; readonly env: Io["env"]; readonly hostname: string },
  heard: Heard,
): Io {
  return {
    ...place,
    argv,
    home: place.cwd,
    platform: "linux",
    process: {
      pid: process.pid,
      platform: process.platform,
      kill: (pid, signal) => process.kill(pid, signal),
    },
    nodeVersion: process.version,
    random: seeded(2),
    every: () => () => undefined,
    stdout: (text) => (heard.stdout += text),
    stderr: (text) => (heard.stderr += text),
    registerSecret: () => undefined,
    redact: (text) => text,
    isInteractive: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    // Ids are long and may be shown as names: no line is broken because of one.
    width: 160,
    ask: async () => "no",
    onSignal: () => () => undefined,
  };
}

/** Time stands still but for those who sleep; `set` moves it. */
export function stillClock(time: string): Clock & { set(time: string): void } {
  let now = Date.parse(time);
  return {
    now: () => now,
    set: (other) => (now = Date.parse(other)),
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      now += Math.max(0, ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
