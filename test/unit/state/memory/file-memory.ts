/** A memory whose journal is in a directory, on the real clock. */
import { toSecretName } from "../../../../src/model/ids.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import type { JournalEntry } from "../../../../src/state/memory/journal-entry.ts";
import { fileJournal } from "../../../../src/state/memory/journal-log.ts";
import { openMemory, type Memory } from "../../../../src/state/memory/memory.ts";
import { contextWith, REAL_CLOCK, secretText } from "../context.ts";

export const CONTEXT = contextWith({ clock: REAL_CLOCK, random: Math.random });
export const API_KEY = { secret: toSecretName("KEY") };

export const memoryIn = (directory: string, store = fileStore(directory, CONTEXT)): Promise<Memory> =>
  openMemory({
    store,
    environmentKey: "sandbox",
    key: Buffer.alloc(32, 1),
    secrets: () => secretText("clear-secret"),
    clock: REAL_CLOCK,
    log: fileJournal(directory, "sandbox", CONTEXT),
  });

export const spentEntry = (digest: string): JournalEntry => ({ op: "spent", digest });
