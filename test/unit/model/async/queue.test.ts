import { expect, test } from "vitest";
import { createQueue } from "../../../../src/model/async/queue.ts";

async function taken<Item>(queue: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of queue) all.push(item);
  return all;
}

test("a reader of an empty queue waits, and goes on with each item and with the end", async () => {
  const queue = createQueue<string>();
  const reader = queue[Symbol.asyncIterator]();
  const first = reader.next();
  await new Promise(setImmediate);
  queue.push("a");
  expect(await first).toEqual({ done: false, value: "a" });
  const second = reader.next();
  await new Promise(setImmediate);
  queue.end();
  expect(await second).toEqual({ done: true, value: undefined });
});

test("the error of a queue comes after its items, and only the first end counts", async () => {
  const queue = createQueue<string>();
  queue.push("a");
  queue.end({ error: new Error("the list broke") });
  queue.end();
  const reader = queue[Symbol.asyncIterator]();
  expect(await reader.next()).toEqual({ done: false, value: "a" });
  await expect(reader.next()).rejects.toThrow("the list broke");
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
