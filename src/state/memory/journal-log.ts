import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StateContext } from "../context.ts";
import { makePrivateDirectory, syncDirectory } from "../file/durable-file.ts";
import { decodeEntry, encodeEntry, type JournalEntry } from "./journal-entry.ts";
import { oneAtATime } from "../storage.ts";
import { errorCode } from "../../model/network/error-code.ts";
import { parseJson } from "../../model/json/json.ts";
import { orUnusable } from "../state-diagnostics.ts";

/** Where entries are kept until the document has them. */
export interface JournalLog {
  /** Resolves when the entries would survive a kill and a power cut. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** What was appended so far is about to be saved in the document; what is returned is called once it is. */
  rotate(): () => Promise<void>;
  /** What other runs have left here. */
  leftBehind(): Promise<LeftBehind>;
}

interface LeftBehind {
  /** Of runs that are gone: to be carried over into the document. */
  readonly orphaned: readonly JournalEntry[];
  /** Of runs that may still be working: read, and never removed. */
  readonly running: readonly JournalEntry[];
  /** The document has the orphaned ones now. */
  discard(): Promise<void>;
}

/** A run of another host is taken for gone after a day. */
const GONE_AFTER_MS = 86_400_000;

/** Files of this process: its id alone is not unique, because a container gives each run the same one. */
const ours = new Set<string>();

/** One file: lines wait in the queue until the next write takes them all and syncs them once (group commit). */
interface Segment {
  readonly queue: string[];
  /** The newest is written to; there are more only after a write that failed. */
  readonly paths: string[];
  isBroken: boolean;
}

/**
 * The journal in `journal-….jsonl` files of the state directory, one per run, so that two runs never write into one. The
 * first line says to which environment it belongs; there is no file before there is an entry.
 */
export function fileJournal(directory: string, environmentKey: string, context: StateContext): JournalLog {
  const inTurn = oneAtATime();
  let current = newSegment();
  let retired: readonly Segment[] = [];
  return {
    append: (entries) => {
      const segment = current;
      segment.queue.push(...entries.map((entry) => encodeEntry(entry)));
      return inTurn(() =>
        orUnusable(directory, () => writeQueue(segment, directory, environmentKey, context)),
      );
    },
    rotate: () => {
      const saved = [...retired, current];
      retired = saved;
      current = newSegment();
      return () =>
        inTurn(async () => {
          await Promise.all(saved.map((segment) => removeSegment(segment)));
          retired = retired.filter((segment) => !saved.includes(segment));
        });
    },
    leftBehind: () => orUnusable(directory, () => leftBehind(directory, environmentKey, context)),
  };
}

function newSegment(): Segment {
  return { queue: [], paths: [], isBroken: false };
}

/** Writes all that waits. After a failure the lines wait for the next write, which goes to a new file. */
async function writeQueue(
  segment: Segment,
  directory: string,
  environmentKey: string,
  context: StateContext,
): Promise<void> {
  const lines = segment.queue.splice(0);
  if (lines.length === 0) return;
  const there = segment.isBroken ? undefined : segment.paths.at(-1);
  try {
    if (there === undefined) {
      const path = await nameFile(segment, directory, context);
      await appendDurably(path, `${JSON.stringify({ environment: environmentKey })}\n${lines.join("")}`);
      await syncDirectory(directory, context.machine.platform);
    } else {
      await appendDurably(there, lines.join(""));
    }
    segment.isBroken = false;
  } catch (error) {
    segment.queue.unshift(...lines);
    segment.isBroken = true;
    throw error;
  }
}

async function nameFile(segment: Segment, directory: string, context: StateContext): Promise<string> {
  const { machine, clock } = context;
  await makePrivateDirectory(directory, machine.platform);
  const parts = [clock.now(), machine.pid, machine.host, randomBytes(6).toString("hex")];
  const name = `journal-${parts.join("-")}.jsonl`;
  ours.add(name);
  segment.paths.push(join(directory, name));
  return join(directory, name);
}

async function appendDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "a", 0o600);
  try {
    await file.appendFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function removeSegment(segment: Segment): Promise<void> {
  await Promise.all(segment.paths.splice(0).map((path) => rm(path, { force: true })));
}

async function leftBehind(
  directory: string,
  environmentKey: string,
  context: StateContext,
): Promise<LeftBehind> {
  const names = (await namesIn(directory)).filter((name) => /^journal-.*\.jsonl$/u.test(name)).toSorted();
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return { path, gone: isGone(name, context), ...(await readJournal(path)) };
    }),
  );
  const mine = files.filter((file) => file.environment === environmentKey);
  // A file without a whole first line has promised nothing to anybody.
  const done = files.filter(
    (file) => file.gone && (file.environment === undefined || file.environment === environmentKey),
  );
  return {
    orphaned: mine.filter((file) => file.gone).flatMap((file) => file.entries),
    running: mine.filter((file) => !file.gone).flatMap((file) => file.entries),
    discard: async () => {
      await Promise.all(done.map((file) => rm(file.path, { force: true })));
    },
  };
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function isGone(name: string, { clock, machine }: StateContext): boolean {
  if (ours.has(name)) return false;
  const [, at, pid, host] = name.split("-");
  if (host === machine.host) return Number(pid) === machine.pid || !machine.isAlive(Number(pid));
  return clock.now() - Number(at) > GONE_AFTER_MS;
}

async function readJournal(
  path: string,
): Promise<{ environment: string | undefined; entries: readonly JournalEntry[] }> {
  // A run that ends meanwhile takes its file along.
  const text = await readFile(path, "utf8").catch(() => "");
  const [header = "", ...lines] = text.split("\n");
  const environment = /^\{"environment":(?<name>".*")\}$/u.exec(header)?.groups?.["name"];
  const entries = lines.flatMap((line) => decodeEntry(line) ?? []);
  return { environment: environment === undefined ? undefined : parseText(environment), entries };
}

function parseText(json: string): string | undefined {
  const value = parseJson(json);
  return typeof value === "string" ? value : undefined;
}
