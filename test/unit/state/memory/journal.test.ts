import { appendFile, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, asyncProperty, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import { encodeEntry } from "../../../../src/state/memory/journal-entry.ts";
import { fileJournal } from "../../../../src/state/memory/journal-log.ts";
import { emptyDirectory, HERE } from "../context.ts";
import { CONTEXT, memoryIn, spentEntry } from "./file-memory.ts";

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
