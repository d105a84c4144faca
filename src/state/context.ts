import { createHash } from "node:crypto";
import type { Clock, Random } from "../model/ports/clock.ts";
import { errorCode } from "../model/network/error-code.ts";

/** The computer and process that a run lives in: distinguished in locks and journals. */
export interface Machine {
  readonly pid: number;
  /** A short digest of the host's name: equal on one host, fit for a file name. */
  readonly host: string;
  readonly platform: string;
  /** Whether a process of this host with that id is there. */
  isAlive(pid: number): boolean;
}

/** What the stores may not reach for themselves. `signal` ends a wait for someone else's lock or lease. */
export interface StateContext {
  readonly clock: Clock;
  /** Spreads waits only; keys and names come from the system's secure source. */
  readonly random: Random;
  readonly machine: Machine;
  readonly signal?: AbortSignal;
}

/** The machine of a run, from Node's `process` and the host's name. */
export function thisMachine(
  node: { readonly pid: number; readonly platform: string; kill(pid: number, signal: 0): boolean },
  hostname: string,
): Machine {
  return {
    pid: node.pid,
    host: createHash("sha256").update(hostname).digest("hex").slice(0, 12),
    platform: node.platform,
    isAlive: (pid) => {
      try {
        return node.kill(pid, 0);
      } catch (error) {
        // EPERM: it is there and belongs to somebody else.
        return errorCode(error) === "EPERM";
      }
    },
  };
}
