import { expect, test } from "vitest";
import { overlap } from "../../../../src/model/async/overlap.ts";
import { createQueue } from "../../../../src/model/async/queue.ts";

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 1; n <= count; n += 1) yield n;
}

async function taken<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** A door that is opened from outside. */
function door(): { open: () => void; opened: Promise<void> } {
  const inside = new AbortController();
  const opened = new Promise<void>((resolve) => {
    inside.signal.addEventListener("abort", () => resolve());
  });
  return { open: () => inside.abort(), opened };
}

test("results come in the order in which they are ready", async () => {
  const slow = door();
  const results = overlap(numbers(3), 3, async (n) => {
    if (n === 1) await slow.opened;
    if (n === 3) slow.open();
    return n;
  });
  expect(await taken(results)).toEqual([2, 3, 1]);
});

test("never more than the limit is begun and not taken", async () => {
  let begun = 0;
  let done = 0;
  let most = 0;
  const results = overlap(numbers(50), 4, async (n) => {
    begun += 1;
    most = Math.max(most, begun - done);
    await new Promise(setImmediate);
    return n;
  });
  for await (const n of results) {
    done += 1;
    expect(n).toBe(done);
  }
  expect([done, most]).toEqual([50, 4]);
});

test("an error of a job ends it, and jobs that fail later are not heard of", async () => {
  const results = overlap(numbers(5), 5, async (n) => {
    if (n > 1) throw new Error(`job ${n}`);
    return n;
  });
  await expect(taken(results)).rejects.toThrow("job 2");
});

test("an error of the source ends it after what it gave before", async () => {
  const queue = createQueue<number>();
  queue.push(1);
  queue.end({ error: new Error("the list broke") });
  const seen: number[] = [];
  const results = overlap(queue, 5, async (n) => {
    seen.push(n);
    return n;
  });
  await expect(taken(results)).rejects.toThrow("the list broke");
  expect(seen).toEqual([1]);
});

test("a queue hands on many items in order, also those pushed while it is read", async () => {
  const queue = createQueue<number>();
  for (let n = 0; n < 3000; n += 1) queue.push(n);
  const reading = taken(queue);
  await Promise.resolve();
  queue.push(3000);
  queue.end();
  expect(await reading).toEqual(Array.from({ length: 3001 }, (_item, n) => n));
});
