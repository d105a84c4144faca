import { readFile } from "node:fs/promises";
import { isJsonObject, parseJson, type JsonObject } from "../../model/json/json.ts";
import type { Machine } from "../context.ts";

/** A lock's holder as its file says it: the name has time, process and host, the text the rest. */
export interface Holder {
  readonly at: number;
  readonly pid: number;
  /** A digest, as Machine.host. */
  readonly host: string;
  /** Renewed while the lock is held; empty when the file is half written or of another version. */
  readonly text: string;
}

/** A holder, and since when (ms, by the clock of the one who looks) its text has not changed. */
export interface Sighting extends Holder {
  readonly since: number;
}

/** A holder that is not known by its process is gone when it has said nothing for so long: six beats. */
const SILENT_MS = 30_000;

/** The text of a lock that is held, of one length for one holder: a beat overwrites it in place. */
export function encodeHolder(machine: Machine, now: number): string {
  const { hostname, command, boot, pid } = machine;
  const start = machine.startOf(pid);
  return `${JSON.stringify({ beat: now, hostname, command, boot, start })}\n`;
}

/** The holder of a claim; its text is empty when the file has gone meanwhile. */
export async function readHolder(claim: string, name: Omit<Holder, "text">): Promise<Holder> {
  const text = await readFile(claim, "utf8").catch(() => "");
  return { ...name, text };
}

/**
 * Whether the holder may be at work. On the same host and boot its process tells, by its id and its start: a container gives each run
 * the same id, and any system reuses them. Elsewhere, in another container as well, ids say nothing, and the beat tells.
 */
export function isAtWork(holder: Sighting, machine: Machine, now: number): boolean {
  const { boot, start } = factsOf(holder);
  if (holder.host === machine.host) {
    if (boot === machine.boot && typeof start === "string") return machine.startOf(holder.pid) === start;
    // Claims of this process are known to it: one of its own id is of an earlier process.
    if (boot === machine.boot && holder.pid === machine.pid) return false;
    if (boot === machine.boot && !machine.isAlive(holder.pid)) return false;
  }
  return now - holder.since < SILENT_MS;
}

/** `dimctl apply`, pid 41 on build-7, since 2026-11-24 20:01 UTC. */
export function describeHolder(holder: Holder | undefined): string {
  if (holder === undefined) return "holder unknown";
  const { hostname, command } = factsOf(holder);
  const name = typeof command === "string" ? `\`${command}\`, ` : "";
  const place = typeof hostname === "string" ? ` on ${hostname}` : "";
  const since = new Date(holder.at).toISOString().slice(0, 16).replace("T", " ");
  return `${name}pid ${holder.pid}${place}, since ${since} UTC`;
}

function factsOf({ text }: Holder): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}
