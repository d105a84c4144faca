import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assert, asyncProperty, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import { toReference, toSecretName, toTenantId } from "../../../../src/model/ids.ts";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import { decodeEntry, encodeEntry, type JournalEntry } from "../../../../src/state/memory/journal-entry.ts";
import { fileJournal } from "../../../../src/state/memory/journal-log.ts";
import { openMemory, type Memory } from "../../../../src/state/memory/memory.ts";
import { contextWith, emptyDirectory, HERE, REAL_CLOCK, secretText } from "../context.ts";

const CONTEXT = contextWith({ clock: REAL_CLOCK, random: Math.random });
const API_KEY = { secret: toSecretName("KEY") };

const memoryIn = (directory: string, store = fileStore(directory, CONTEXT)): Promise<Memory> =>
  openMemory({
    store,
    environmentKey: "sandbox",
    key: Buffer.alloc(32, 1),
    secrets: () => secretText("clear-secret"),
    clock: REAL_CLOCK,
    log: fileJournal(directory, "sandbox", CONTEXT),
  });

const lastWritten = (memory: Memory, number: number): string =>
  memory.recall(
    { reference: toReference(`R-${number}`), tenantId: toTenantId(`t-${number}`) },
    "pbx:Main",
    "apiKey",
    API_KEY,
  );

/** Starts journal-process.ts, waits until it says that it is there and kills it with SIGKILL. */
async function runAndKill(directory: string, ...args: string[]): Promise<void> {
  const program = join(directory, "..", "program.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./journal-process.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "silent",
  });
  const child = spawn(process.execPath, [program, directory, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
}

describe("a run that is killed", () => {
  test("leaves all that it began and confirmed to the next one, which folds it into the document", async () => {
    const directory = join(await emptyDirectory(), "state");
    await runAndKill(directory);
    expect((await readdir(directory)).filter((name) => name.startsWith("journal-"))).toHaveLength(1);

    const memory = await memoryIn(directory);
    expect(lastWritten(memory, 0)).toBe("same");
    expect(Array.from({ length: 49 }, (_, index) => lastWritten(memory, index + 1))).toEqual(
      Array.from({ length: 49 }, () => "pending"),
    );
    expect(memory.journal.earlierCreate(toReference("R-1"), "pbx:Main")).toBeTypeOf("number");
    expect(await readdir(directory)).toEqual(["state.json"]);
    expect(lastWritten(await memoryIn(directory), 1)).toBe("pending");
  });

  test("while it held the lock does not keep the next one waiting", async () => {
    const directory = join(await emptyDirectory(), "state");
    await runAndKill(directory, "hold the lock");
    expect((await readdir(directory)).filter((name) => name.includes(".lock-"))).toHaveLength(1);
    const store = fileStore(
      directory,
      contextWith({ clock: { ...REAL_CLOCK, sleep: () => Promise.reject(new Error("waited")) } }),
    );
    expect(await store.exclusive(() => Promise.resolve("done"))).toBe("done");
  });

  test("keeps no secret in any file, and its journal is for its owner alone", async () => {
    const directory = join(await emptyDirectory(), "state");
    await runAndKill(directory);
    for (const name of await readdir(directory)) {
      expect(await readFile(join(directory, name), "utf8")).not.toContain("clear-secret");
      if (process.platform !== "win32") expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    }
  });
});

const spentEntry = (digest: string): JournalEntry => ({ op: "spent", digest });

/** A journal file of a process that is gone. */
async function orphan(directory: string, text: string): Promise<string> {
  const path = join(directory, `journal-1-${HERE.pid}-${HERE.host}-0123456789ab.jsonl`);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

describe("a journal file", () => {
  test("torn at any byte gives the entries that are whole, and never an error", async () => {
    const directory = await emptyDirectory();
    const entries = ["a", "b", "c"].map((digest) => spentEntry(digest));
    const whole = `{"environment":"sandbox"}\n${entries.map((entry) => encodeEntry(entry)).join("")}`;
    await assert(
      asyncProperty(nat(whole.length), async (length) => {
        await orphan(directory, whole.slice(0, length));
        const { orphaned } = await fileJournal(directory, "sandbox", CONTEXT).leftBehind();
        const lines = whole.slice(0, length).split("\n").slice(1);
        expect(orphaned).toEqual(entries.slice(0, lines.filter((line) => line.endsWith("}")).length));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("with a damaged line in its middle gives the others", async () => {
    const directory = await emptyDirectory();
    const lines = [
      '{"environment":"sandbox"}',
      '{"op":"spent","digest":"a"}',
      '{"op":"sp\u0000',
      '{"op":"move"}',
    ];
    await orphan(directory, `${lines.join("\n")}\n{"op":"spent","digest":"b"}\n`);
    const { orphaned } = await fileJournal(directory, "sandbox", CONTEXT).leftBehind();
    expect(orphaned).toEqual([spentEntry("a"), spentEntry("b")]);
  });

  test("of another environment is left where it is", async () => {
    const directory = await emptyDirectory();
    const path = await orphan(directory, '{"environment":"other"}\n{"op":"spent","digest":"a"}\n');
    const left = await fileJournal(directory, "sandbox", CONTEXT).leftBehind();
    await left.discard();
    expect([left.orphaned, left.running]).toEqual([[], []]);
    expect(await readFile(path, "utf8")).toContain('"digest":"a"');
  });

  test("of a run that is at work is heeded and left alone", async () => {
    const directory = await emptyDirectory();
    const atWork = fileJournal(directory, "sandbox", CONTEXT);
    await atWork.append([spentEntry("a")]);
    const memory = await memoryIn(directory);
    expect(memory.isSpent("a")).toBe(true);
    await memory.markSpent("b");
    await memory.flush();
    const left = await fileJournal(directory, "sandbox", CONTEXT).leftBehind();
    expect([left.orphaned, left.running]).toEqual([[], [spentEntry("a")]]);
  });

  test("is gone after a flush, while what is told during the flush is kept", async () => {
    const directory = await emptyDirectory();
    const store = fileStore(directory, CONTEXT);
    let whileSaving = (): Promise<void> => memory.markSpent("b");
    const slow: StateStore = {
      ...store,
      exclusive: async (work) => {
        await whileSaving();
        return store.exclusive(work);
      },
    };
    const memory = await memoryIn(directory, slow);
    await memory.markSpent("a");
    await memory.flush();
    expect((await fileJournal(directory, "sandbox", CONTEXT).leftBehind()).running).toEqual([
      spentEntry("b"),
    ]);
    expect((await store.read()).environments["sandbox"]?.spentPlans).toEqual(["a"]);
    whileSaving = () => Promise.resolve();
    await memory.flush();
    expect(await readdir(directory)).toEqual(["state.json"]);
    expect((await memoryIn(directory)).isSpent("b")).toBe(true);
  });

  test("takes concurrent entries in their order, without one being lost", async () => {
    const directory = await emptyDirectory();
    const log = fileJournal(directory, "sandbox", CONTEXT);
    const entries = Array.from({ length: 200 }, (_, index) => spentEntry(`plan ${index}`));
    await Promise.all(entries.map((entry) => log.append([entry])));
    expect((await log.leftBehind()).running).toEqual(entries);
  });

  test("that cannot be written refuses the entry", async () => {
    const directory = join(await emptyDirectory(), "file", "state");
    await appendFile(join(directory, "..", "..", "gone"), "");
    await rename(join(directory, "..", "..", "gone"), join(directory, ".."));
    await expect(fileJournal(directory, "sandbox", CONTEXT).append([spentEntry("a")])).rejects.toThrow(
      "state cannot be written to",
    );
  });
});

test.each<[string, JournalEntry]>([
  ["a spent plan", spentEntry("d")],
  ["a move", { op: "move", reference: toReference("R"), from: "pbx:Old", to: "pbx:New" }],
  ["a forgotten customer", { op: "forget", reference: toReference("R") }],
  [
    "a write",
    {
      op: "begin",
      at: 7,
      reference: toReference("R"),
      tenantId: toTenantId("t"),
      key: "user:ana@acme.example",
      action: "update",
      fields: { displayName: "print" },
    },
  ],
])("a line of the journal says %s as it was", (_title, entry) => {
  expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
});

const WRITE = { op: "confirm", at: 7, reference: "R", key: "customer", action: "update", fields: {} };

test.each([
  ["a write with a key that another version has added", { ...WRITE, etag: "x" }, true],
  ["an action that is not known", { ...WRITE, action: "rename" }, false],
  ["an object that is not known", { ...WRITE, key: "customers" }, false],
  ["a write without a time", { ...WRITE, at: undefined }, false],
  ["a fingerprint that is no text", { ...WRITE, fields: { name: 1 } }, false],
  ["a move to an object that is not known", { op: "move", reference: "R", from: "pbx:A", to: "B" }, false],
  ["a forgotten customer without a reference", { op: "forget" }, false],
  ["a spent plan without a digest", { op: "spent" }, false],
  ["something that is not known", { op: "merge", reference: "R" }, false],
  ["a list", [WRITE], false],
])("a line of the journal with %s is heeded or ignored", (_title, line, isHeeded) => {
  expect(decodeEntry(JSON.stringify(line)) !== undefined).toBe(isHeeded);
});
