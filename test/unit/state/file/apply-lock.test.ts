import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyLock } from "../../../../src/state/file/apply-lock.ts";
import type { Machine } from "../../../../src/state/context.ts";
import { contextWith, fakeClock, HERE } from "../context.ts";

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "dimctl-lock-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test("a second apply of an environment begins when the first has ended, and is told that it waits", async () => {
  const lock = applyLock(await directory(), contextWith());
  const said: string[] = [];
  const first = await lock("env", () => void said.push("first waits"));
  let second: Promise<AsyncDisposable> | undefined;
  await new Promise<void>((waits) => {
    const onWait = (holder: string): void => {
      said.push(`second waits for ${holder.split(", since")[0]}`);
      waits();
    };
    second = lock("env", onWait);
    void second.then(() => said.push("second begins"));
  });
  said.push("first ends");
  await first[Symbol.asyncDispose]();
  await second;
  expect(said).toEqual([
    `second waits for \`dimctl test\`, pid ${HERE.pid} on ${HERE.hostname}`,
    "first ends",
    "second begins",
  ]);
});

test("applies of two environments do not wait for each other", async () => {
  const lock = applyLock(await directory(), contextWith());
  const never = (): void => expect.unreachable("nobody has to wait");
  await using one = await lock("one", never);
  await using two = await lock("two", never);
});

test("a lock that a killed run of another container has left is taken over after half a minute without a beat", async () => {
  const folder = await directory();
  const clock = fakeClock();
  const gone = { ...HERE, host: "container1", hostname: "container-1" };
  const left = applyLock(folder, contextWith({ clock, machine: gone }));
  // Never given back, and its beat is not renewed: as a kill leaves it. The name is not this process's own.
  await left("env", () => undefined);
  const [name = ""] = await readdir(folder);
  await rename(join(folder, name), join(folder, `${name}0`));
  const start = clock.now();
  const waits: string[] = [];
  const lock = await applyLock(folder, contextWith({ clock }))("env", (holder) => void waits.push(holder));
  await lock[Symbol.asyncDispose]();
  expect(waits).toEqual([expect.stringContaining("on container-1")]);
  expect(clock.now() - start).toBeLessThan(35_000);
  expect(clock.now() - start).toBeGreaterThanOrEqual(30_000);
});

test("a lock that beats is waited for", async () => {
  const folder = await directory();
  const there = { ...HERE, host: "container1", hostname: "container-1" };
  const beats: (() => void)[] = [];
  const every: Machine["every"] = (_ms, work) => {
    beats.push(work);
    return () => undefined;
  };
  let now = 1_000_000;
  const holder = contextWith({ clock: { ...fakeClock(), now: () => now }, machine: { ...there, every } });
  await applyLock(folder, holder)("env", () => undefined);
  const [name = ""] = await readdir(folder);
  const before = await readFile(join(folder, name), "utf8");
  now += 5000;
  beats.forEach((beat) => beat());
  await expect.poll(() => readFile(join(folder, name), "utf8")).not.toBe(before);
  await rm(join(folder, name));
  // Taken over meanwhile: a beat does not make it again.
  beats.forEach((beat) => beat());
  expect(await readdir(folder)).toEqual([]);
});
