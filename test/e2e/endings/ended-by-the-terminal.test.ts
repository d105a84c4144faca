import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator/emulator.ts";
import { serveEmulator } from "../../../src/emulator/server.ts";
import { seeded } from "../../scenarios/recorder.ts";
import { stillClock } from "../../support/in-process-io.ts";

const manifest = (name: string): string => `apiVersion: dimctl/v1
kind: Customer
reference: ${name}
name: ${name}
admins: [{ email: ana@${name}.example, displayName: Ana }]
`;

interface Place {
  readonly emulator: Emulator;
  readonly cwd: string;
  readonly start: (args: readonly string[]) => ReturnType<typeof spawn>;
}

/** The built program in a folder with ten manifests; `onChange` is called at each write of the service. */
async function openPlace(onChange: () => void): Promise<Place> {
  const cwd = mkdtempSync(join(tmpdir(), "dimctl-terminal-"));
  mkdirSync(join(cwd, "customers"));
  for (let n = 0; n < 10; n += 1) writeFileSync(join(cwd, "customers", `c${n}.yaml`), manifest(`c${n}`));
  const clock = stillClock("2026-11-22T12:00:00Z");
  const emulator = createEmulator({ clock, random: seeded(1), onChange });
  const served = await serveEmulator(emulator, { port: 0 });
  onTestFinished(async () => {
    await served.close();
    rmSync(cwd, { recursive: true, force: true });
  });
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: cwd,
    DIMENSIONS_API_URL: served.url,
    DIMENSIONS_LOGIN_URL: served.url,
    DIMENSIONS_ACCESS_TOKEN: "any",
    DIMCTL_STATE_DIR: join(cwd, "state"),
  };
  return {
    emulator,
    cwd,
    start: (args) => spawn(process.execPath, [resolve("dist/cli.js"), ...args], { cwd, env }),
  };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
  "%s in the middle of an apply: writes in flight get their reply, the result is printed, exit 3",
  async (signal) => {
    const running: { child?: ReturnType<typeof spawn>; isSent: boolean } = { isSent: false };
    const place = await openPlace(() => {
      if (running.isSent) return;
      running.isSent = true;
      running.child?.kill(signal);
    });
    running.child = place.start(["apply", "--yes", "--format", "json", "--concurrency", "1"]);
    let stdout = "";
    running.child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    running.child.stderr?.resume();
    const code = await new Promise((done) => running.child?.once("close", done));
    expect(code).toBe(3);
    const { interrupted, summary } = JSON.parse(stdout);
    expect({ interrupted, unknown: summary.unknown, failed: summary.failed }).toEqual({
      interrupted: "signal",
      unknown: 0,
      failed: 0,
    });
    expect(summary.done).toBe(place.emulator.log.filter(({ method }) => method !== "GET").length);
  },
);

test.each(["stdout", "stderr"] as const)(
  "a reader of %s that goes away does not change what is applied",
  async (stream) => {
    const place = await openPlace(() => undefined);
    const child = place.start(["apply", "--yes"]);
    child[stream]?.destroy();
    child[stream === "stdout" ? "stderr" : "stdout"]?.resume();
    const code = await new Promise((done) => child.once("close", done));
    expect(code).toBe(0);
    expect(Object.keys(place.emulator.state.customers)).toHaveLength(10);
  },
);
