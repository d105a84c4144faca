import { createHash } from "node:crypto";
import type { Clock, Random } from "../model/ports/clock.ts";
import { textOf } from "./file/system-text.ts";
import { errorCode } from "../model/network/error-code.ts";

/** The computer and process that a run lives in: distinguished in locks and journals. */
export interface Machine {
  readonly pid: number;
  /** A short digest of the host's name: equal on one host, fit for a file name. */
  readonly host: string;
  readonly platform: string;
  /** The host's name and the command, for the person who waits for a lock. */
  readonly hostname: string;
  readonly command: string;
  /** A short digest of what the system calls this boot; undefined where it says nothing (only Linux does). */
  readonly boot: string | undefined;
  /** Whether a process of this host with that id is there. */
  isAlive(pid: number): boolean;
  /** When the process with that id started, counted from the boot: tells a reused id. undefined: no such process, or no such system. */
  startOf(pid: number): string | undefined;
  /** Calls `work` again and again until the returned function is called; keeps no process alive. */
  readonly every: (ms: number, work: () => void) => () => void;
}

/** What the stores may not reach for themselves. `signal` ends a wait for someone else's lock or lease. */
export interface StateContext {
  readonly clock: Clock;
  /** Spreads waits only; keys and names come from the system's secure source. */
  readonly random: Random;
  readonly machine: Machine;
  readonly signal?: AbortSignal;
}

/** What of Node's `process` and of the system a machine is made of. */
export interface MachineSources {
  readonly node: { readonly pid: number; readonly platform: string; kill(pid: number, signal: 0): boolean };
  readonly hostname: string;
  readonly command: string;
  readonly every: Machine["every"];
}

/** The machine of a run. */
export function thisMachine({ node, hostname, command, every }: MachineSources): Machine {
  return {
    pid: node.pid,
    host: digest(hostname),
    hostname,
    command,
    platform: node.platform,
    boot: textOf("/proc/sys/kernel/random/boot_id", digest),
    isAlive: (pid) => {
      try {
        return node.kill(pid, 0);
      } catch (error) {
        // EPERM: it is there and belongs to somebody else.
        return errorCode(error) === "EPERM";
      }
    },
    startOf: (pid) => textOf(`/proc/${pid}/stat`, startTime),
    every,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Field 22 of `/proc/PID/stat`; the second one, the program's name in brackets, may contain blanks and brackets. */
function startTime(stat: string): string | undefined {
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .at(19);
}
