import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyLock } from "../../src/state/apply-lock.ts";
import { contextWith } from "./surroundings.ts";

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "dimctl-lock-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

test("a second apply of an environment begins when the first has ended, and is told that it waits", async () => {
  const alone = applyLock(await directory(), contextWith());
  const said: string[] = [];
  let end: () => void = () => undefined;
  const first = alone(
    "env",
    () => said.push("first waits"),
    () => new Promise<void>((resolve) => (end = resolve)),
  );
  const second = alone(
    "env",
    () => said.push("second waits"),
    async () => said.push("second begins"),
  );
  while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(said).toEqual(["second waits"]);
  end();
  await Promise.all([first, second]);
  expect(said).toEqual(["second waits", "second begins"]);
});

test("applies of two environments do not wait for each other", async () => {
  const alone = applyLock(await directory(), contextWith());
  const inner = alone(
    "one",
    () => undefined,
    () =>
      alone(
        "two",
        () => undefined,
        async () => "both",
      ),
  );
  expect(await inner).toBe("both");
});
