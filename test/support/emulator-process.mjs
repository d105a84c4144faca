import { spawn } from "node:child_process";
import { join } from "node:path";

/** The built program. */
export const DIMCTL = join(import.meta.dirname, "..", "..", "dist", "cli.js");

/** Serves the emulator in a process of its own; resolves with its address when it listens. */
export async function startEmulator(args = []) {
  const child = spawn(process.execPath, [DIMCTL, "emulator", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const chunk of child.stdout) {
    const url = /http:\/\/[\d.]+:\d+/.exec(String(chunk))?.[0];
    if (url) return { url, stop: () => child.kill() };
  }
  throw new Error("the emulator did not start");
}
