import { homedir, hostname } from "node:os";
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";
import { errorCode } from "../../model/network/error-code.ts";
import type { Clock } from "../../model/ports/clock.ts";
import type { Io } from "./io.ts";

/** The real world, from Node's `process`. */
export function realIo(node: NodeJS.Process): Io {
  // A reader that goes away (`dimctl plan | head`) is no error of ours.
  node.stdout.on("error", endQuietlyOnBrokenPipe);
  node.stderr.on("error", endQuietlyOnBrokenPipe);
  return {
    argv: node.argv.slice(2),
    env: node.env,
    cwd: node.cwd(),
    home: homedir(),
    platform: node.platform,
    hostname: hostname(),
    process: node,
    nodeVersion: node.version,
    clock: SYSTEM_CLOCK,
    random: Math.random,
    every,
    stdout: (text) => void node.stdout.write(text),
    stderr: (text) => void node.stderr.write(text),
    registerSecret: () => undefined,
    redact: (text) => text,
    isInteractive: node.stdin.isTTY && node.stderr.isTTY,
    stdoutIsTerminal: node.stdout.isTTY,
    stderrIsTerminal: node.stderr.isTTY,
    width: node.stdout.columns || node.stderr.columns || 100,
    ask: (question) => ask(node, question),
    onSignal(handler) {
      for (const signal of SIGNALS) node.on(signal, handler);
      return () => {
        for (const signal of SIGNALS) node.off(signal, handler);
      };
    },
  };
}

/** Whatever asks a program to end: a person, a supervisor, a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    if (signal?.aborted) return;
    await wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
  },
};

/** Beside the timers of `wait`, which end; unref'd, because a beat must not keep a finished run alive. */
function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
}

/** A reader that went away hears no more; what is applied is not changed by that. */
function endQuietlyOnBrokenPipe(error: Error): void {
  if (!["EPIPE", "EIO", "ECONNRESET", "ENOSPC"].includes(errorCode(error) ?? "")) throw error;
}

async function ask(node: NodeJS.Process, question: string): Promise<string> {
  const lines = createInterface({ input: node.stdin, output: node.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
