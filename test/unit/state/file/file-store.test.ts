import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EMPTY_STATE, type StateDocument } from "../../../../src/model/ports/state.ts";
import { encryptedStore } from "../../../../src/state/file/encrypted-store.ts";
import { fileStore } from "../../../../src/state/file/file-store.ts";
import { parseStateKey } from "../../../../src/state/state-key.ts";
import { codesOf, contextWith, emptyDirectory, fakeClock, HERE, REAL_CLOCK } from "../context.ts";

const spent = (...spentPlans: string[]): StateDocument => ({
  version: 1,
  environments: { sandbox: { customers: {}, deleted: [], spentPlans } },
});

describe("the file store", () => {
  test("holds nothing before the first save, and what was saved last from then on", async () => {
    const directory = join(await emptyDirectory(), "state");
    const store = fileStore(directory, contextWith());
    expect(await store.read()).toEqual(EMPTY_STATE);
    await store.exclusive((_document, save) => save(spent("one")));
    await store.exclusive(async (document, save) => {
      expect(document).toEqual(spent("one"));
      await save(spent("two"));
    });
    expect(await fileStore(directory, contextWith()).read()).toEqual(spent("two"));
  });

  test.runIf(process.platform !== "win32")(
    "is there for its owner alone and leaves no other file",
    async () => {
      const directory = join(await emptyDirectory(), "state");
      await fileStore(directory, contextWith()).exclusive((_document, save) => save(spent("one")));
      expect(await readdir(directory)).toEqual(["state.json"]);
      expect((await stat(directory)).mode & 0o777).toBe(0o700);
      expect((await stat(join(directory, "state.json"))).mode & 0o777).toBe(0o600);
    },
  );

  test.runIf(process.platform !== "win32")("is refused when others can read it", async () => {
    const directory = await emptyDirectory();
    const store = fileStore(directory, contextWith());
    await store.exclusive((_document, save) => save(spent("one")));
    await chmod(join(directory, "state.json"), 0o604);
    expect(await codesOf(store.read())).toEqual(["state-readable-by-others"]);
    expect(await codesOf(store.exclusive(() => Promise.resolve()))).toEqual(["state-readable-by-others"]);
  });

  test.runIf(process.platform !== "win32")("is refused in a directory that others can write to", async () => {
    const directory = join(await emptyDirectory(), "state");
    await mkdir(directory);
    await chmod(directory, 0o777);
    const store = fileStore(directory, contextWith());
    expect(await codesOf(store.exclusive(() => Promise.resolve()))).toEqual(["state-directory-open"]);
  });

  test.each([
    ["half of it", '{"version":1,"envi', "state-damaged"],
    ["another version", '{"version":2,"environments":{}}', "state-other-version"],
    ["wrong types", '{"version":1,"environments":{"a":{"deleted":[1]}}}', "state-damaged"],
  ])("says that %s is no state, and quotes nothing of it", async (_title, text, code) => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "state.json"), text, { mode: 0o600 });
    expect(await codesOf(fileStore(directory, contextWith()).read())).toEqual([code]);
  });

  test("keeps names such as __proto__ as ordinary keys", async () => {
    const directory = await emptyDirectory();
    const text =
      '{"version":1,"environments":{"__proto__":{"customers":{},"deleted":[],"spentPlans":["x"]}}}';
    await writeFile(join(directory, "state.json"), text, { mode: 0o600 });
    const { environments } = await fileStore(directory, contextWith()).read();
    expect(JSON.stringify(environments)).toBe(
      '{"__proto__":{"customers":{},"deleted":[],"spentPlans":["x"]}}',
    );
  });

  test("clears away what a killed save has left", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "state.json.0123456789ab.tmp"), "clear-token", { mode: 0o600 });
    await fileStore(directory, contextWith()).exclusive((_document, save) => save(spent("one")));
    expect(await readdir(directory)).toEqual(["state.json"]);
  });

  test("keeps the old document when the work fails", async () => {
    const store = fileStore(await emptyDirectory(), contextWith());
    await store.exclusive((_document, save) => save(spent("one")));
    await expect(store.exclusive(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await store.read()).toEqual(spent("one"));
    await store.exclusive((_document, save) => save(spent("two")));
    expect(await store.read()).toEqual(spent("two"));
  });

  test("names the path when the directory cannot be made", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, "file"), "");
    const store = fileStore(join(directory, "file", "state"), contextWith());
    expect(await codesOf(store.exclusive(() => Promise.resolve()))).toEqual(["state-unusable"]);
  });
});

describe("exclusive", () => {
  test("loses no update of eight stores that add to one file at once", async () => {
    const directory = await emptyDirectory();
    const context = contextWith({ clock: REAL_CLOCK, random: Math.random });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        fileStore(directory, context).exclusive((document, save) =>
          save(spent(...(document.environments["sandbox"]?.spentPlans ?? []), `plan ${index}`)),
        ),
      ),
    );
    const { environments } = await fileStore(directory, context).read();
    expect(environments["sandbox"]?.spentPlans.toSorted()).toEqual(
      Array.from({ length: 8 }, (_, index) => `plan ${index}`),
    );
  });

  test("takes over the lock of a dead process of this host at once", async () => {
    const directory = await emptyDirectory();
    const dead = { ...HERE, pid: 4711, isAlive: (pid: number) => pid !== 4711 };
    await writeFile(join(directory, `state.json.lock-1000000-4711-${HERE.host}-00`), "");
    const store = fileStore(directory, contextWith({ machine: { ...dead, pid: 1 } }));
    expect(await store.exclusive(() => Promise.resolve("done"))).toBe("done");
    expect(await readdir(directory)).toEqual([]);
  });

  test("waits for a living holder no longer than its bound, and leaves the lock", async () => {
    const directory = await emptyDirectory();
    await fileStore(directory, contextWith()).exclusive(async () => {
      const [lock] = await readdir(directory);
      const other = fileStore(directory, contextWith());
      expect(await codesOf(other.exclusive(() => Promise.resolve()))).toEqual(["state-busy"]);
      expect(await readdir(directory)).toEqual([lock]);
    });
  });

  test("ends the wait when the run is stopped", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, `state.json.lock-1000000-1-elsewhere-00`), "");
    const stop = new AbortController();
    const clock = fakeClock(1_000_000, () => stop.abort());
    const store = fileStore(directory, contextWith({ clock, signal: stop.signal }));
    expect(await codesOf(store.exclusive(() => Promise.resolve()))).toEqual(["state-busy"]);
    expect(clock.now()).toBeLessThan(1_001_000);
  });

  test("takes over a lock of another host once it is older than ten minutes, and its holder saves no more", async () => {
    const directory = await emptyDirectory();
    const clock = fakeClock();
    const there = fileStore(directory, contextWith({ clock, machine: { ...HERE, host: "elsewhere" } }));
    const here = fileStore(directory, contextWith({ clock }));
    await there.exclusive(async (_document, save) => {
      await clock.sleep(600_001);
      await here.exclusive((_newest, saveHere) => saveHere(spent("here")));
      expect(await codesOf(save(spent("there")))).toEqual(["state-lock-lost"]);
    });
    expect(await here.read()).toEqual(spent("here"));
  });
});

describe("the encrypted store", () => {
  const key = parseStateKey("ab".repeat(32));

  test("keeps the document in one file that shows nothing", async () => {
    const path = join(await emptyDirectory(), "anywhere", "state.sealed");
    const store = encryptedStore(path, key, contextWith());
    expect(await store.read()).toEqual(EMPTY_STATE);
    await store.exclusive((_document, save) => save(spent("clear-text")));
    expect(await encryptedStore(path, key, contextWith()).read()).toEqual(spent("clear-text"));
    expect(await readFile(path, "latin1")).not.toContain("clear-text");
  });

  test("is not overwritten by a run with another key", async () => {
    const path = join(await emptyDirectory(), "state.sealed");
    await encryptedStore(path, key, contextWith()).exclusive((_document, save) => save(spent("one")));
    const other = encryptedStore(path, parseStateKey("cd".repeat(32)), contextWith());
    expect(await codesOf(other.exclusive((_document, save) => save(spent())))).toEqual(["state-wrong-key"]);
    expect(await encryptedStore(path, key, contextWith()).read()).toEqual(spent("one"));
  });
});
