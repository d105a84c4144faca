import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyLock } from "../../../../src/state/file/apply-lock.ts";
import { contextWith } from "../context.ts";

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "dimctl-lock-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test("a second apply of an environment begins when the first has ended, and is told that it waits", async () => {
  const lock = applyLock(await directory(), contextWith());
  const said: string[] = [];
  const first = await lock("env", () => said.push("first waits"));
  let second: Promise<AsyncDisposable> | undefined;
  await new Promise<void>((waits) => {
    const onWait = (): void => {
      said.push("second waits");
      waits();
    };
    second = lock("env", onWait);
    void second.then(() => said.push("second begins"));
  });
  said.push("first ends");
  await first[Symbol.asyncDispose]();
  await second;
  expect(said).toEqual(["second waits", "first ends", "second begins"]);
});

test("applies of two environments do not wait for each other", async () => {
  const lock = applyLock(await directory(), contextWith());
  const never = (): void => expect.unreachable("nobody has to wait");
  await using one = await lock("one", never);
  await using two = await lock("two", never);
});
