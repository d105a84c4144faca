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
  const alone = applyLock(await directory(), contextWith());
  const said: string[] = [];
  let second: Promise<unknown> = Promise.resolve();
  await alone(
    "env",
    () => said.push("first waits"),
    async () => {
      const waits = new Promise<void>((resolve) => {
        const onWait = (): void => {
          said.push("second waits");
          resolve();
        };
        second = alone("env", onWait, async () => said.push("second begins"));
      });
      await waits;
      said.push("first ends");
    },
  );
  await second;
  expect(said).toEqual(["second waits", "first ends", "second begins"]);
});

test("applies of two environments do not wait for each other", async () => {
  const alone = applyLock(await directory(), contextWith());
  const never = (): void => expect.unreachable("nobody has to wait");
  const inner = alone("one", never, () => alone("two", never, async () => "both"));
  expect(await inner).toBe("both");
});
