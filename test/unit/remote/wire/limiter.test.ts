import { expect, test } from "vitest";
import type { Clock } from "../../../../src/model/ports/clock.ts";
import { createLimiter, type Limiter, type Slot } from "../../../../src/remote/wire/limiter.ts";
import { fakeClock } from "../fakes.ts";

async function enter(limiter: Limiter, count: number): Promise<Slot[]> {
  const slots = await Promise.all(Array.from({ length: count }, async () => limiter.enter()));
  return slots.filter((slot) => slot !== undefined);
}

test("first come, first served, and never more than the limit", async () => {
  const limiter = createLimiter({ max: 2, clock: fakeClock() });
  const order: string[] = [];
  const come = async (name: string): Promise<Slot | undefined> => {
    const slot = await limiter.enter();
    order.push(name);
    return slot;
  };
  const [first, , third] = [come("a"), come("b"), come("c"), come("d")];
  (await first)?.leave("ok");
  await third;
  expect(order).toEqual(["a", "b", "c"]);
});

test("a burst of refusals halves the limit once; the next round trip may halve it again", async () => {
  const limiter = createLimiter({ max: 8, clock: fakeClock() });
  for (const slot of await enter(limiter, 8)) slot.leave("trouble");
  expect(limiter.limit()).toBe(4);
  for (const slot of await enter(limiter, 4)) slot.leave("trouble");
  expect(limiter.limit()).toBe(2);
});

test("it never falls below one, and recovers by about one for each full round", async () => {
  const limiter = createLimiter({ max: 4, clock: fakeClock() });
  for (let round = 0; round < 5; round += 1) (await limiter.enter())?.leave("trouble");
  const limits: number[] = [];
  for (let n = 0; n < 9; n += 1) {
    limits.push(limiter.limit());
    (await limiter.enter())?.leave("ok");
  }
  expect(limits).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 4]);
});

test("a pause holds everybody back for its time", async () => {
  const clock = fakeClock();
  const limiter = createLimiter({ max: 4, clock });
  limiter.pause(5000);
  await enter(limiter, 3);
  expect(clock.slept).toEqual([5000]);
});

test("one who gives up leaves the line and does not take a place", async () => {
  const limiter = createLimiter({ max: 1, clock: fakeClock() });
  const held = await limiter.enter();
  const stop = new AbortController();
  const givesUp = limiter.enter(stop.signal);
  const next = limiter.enter();
  stop.abort();
  expect(await givesUp).toBeUndefined();
  held?.leave("ok");
  expect(await next).toBeDefined();
});

test("the timer of a pause ends when nobody waits any more", async () => {
  let timer: AbortSignal | undefined;
  const clock: Clock = {
    now: () => 0,
    sleep: async (_ms, signal) =>
      new Promise((resolve) => {
        timer = signal;
        signal?.addEventListener("abort", () => resolve());
      }),
  };
  const limiter = createLimiter({ max: 1, clock });
  const stop = new AbortController();
  limiter.pause(60_000);
  const waiting = limiter.enter(stop.signal);
  expect(timer?.aborted).toBe(false);
  stop.abort();
  expect(await waiting).toBeUndefined();
  expect(timer?.aborted).toBe(true);
});
