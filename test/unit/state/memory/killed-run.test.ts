import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { toReference, toTenantId } from "../../../../src/model/ids.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import type { Memory } from "../../../../src/state/memory/memory.ts";
import { contextWith, emptyDirectory, REAL_CLOCK } from "../context.ts";
import { API_KEY, memoryIn } from "./file-memory.ts";

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
