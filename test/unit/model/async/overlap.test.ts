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

test("a consumer that goes away begins no further jobs, and the source is told", async () => {
  let given = 0;
  let returned = false;
  async function* source(): AsyncGenerator<number> {
    try {
      for (;;) yield (given += 1);
    } finally {
      returned = true;
    }
  }
  const begun: number[] = [];
  const results = overlap(source(), 2, async (n) => {
    begun.push(n);
    return n;
  });
  for await (const n of results) if (n === 3) break;
  await new Promise(setImmediate);
  expect([begun, given, returned]).toEqual([[1, 2, 3, 4], 4, true]);
});

test("while the consumer is busy, no job is asked for beyond the limit", async () => {
  let given = 0;
  async function* source(): AsyncGenerator<number> {
    for (;;) yield (given += 1);
  }
  const results = overlap(source(), 3, async (n) => n);
  expect(await results.next()).toEqual({ done: false, value: 1 });
  await new Promise(setImmediate);
  expect(given).toBe(3);
  expect(await results.next()).toEqual({ done: false, value: 2 });
  await new Promise(setImmediate);
  expect(given).toBe(4);
  await results.return(undefined);
});

test("what the source finds after a job has failed is not begun", async () => {
  const queue = createQueue<number>();
  queue.push(1);
  const begun: number[] = [];
  const results = overlap(queue, 5, async (n) => {
    begun.push(n);
    throw new Error(`job ${n}`);
  });
  await expect(taken(results)).rejects.toThrow("job 1");
  queue.push(2);
  await new Promise(setImmediate);
  expect(begun).toEqual([1]);
});
