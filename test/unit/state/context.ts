import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Clock } from "../../../src/model/ports/clock.ts";
import { SecretText } from "../../../src/model/ports/secret-text.ts";
import { DiagnosticsError } from "../../../src/model/diagnostic.ts";
import { thisMachine, type Machine, type StateContext } from "../../../src/state/context.ts";

/** The value of a secret, as auth/ hands it over. */
export const secretText = (value: string): SecretText => new SecretText(value);

/** A directory that goes when the test ends. */
export async function emptyDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "dimctl-state-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Time that passes only while someone sleeps. `onSleep` sees each sleep before it is over. */
export function fakeClock(start = 1_000_000, onSleep: () => Promise<void> | void = () => undefined): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      await onSleep();
    },
  };
}

export const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal && { signal }).catch(() => undefined),
};

export const HERE: Machine = thisMachine({
  node: process,
  hostname: hostname(),
  command: "dimctl test",
  every: () => () => undefined,
});

export function contextWith(changes: Partial<StateContext> = {}): StateContext {
  return { clock: fakeClock(), random: () => 0.5, machine: HERE, ...changes };
}

/** The codes of the Problems that the promise is rejected with; fails when it is not. */
export async function codesOf(promise: Promise<unknown>): Promise<readonly string[]> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DiagnosticsError) return error.diagnostics.map((diagnostic) => diagnostic.code);
    throw error;
  }
  throw new Error("expected Problems, and there were none");
}
