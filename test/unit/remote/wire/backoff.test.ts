import { expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "../../../../src/remote/wire/backoff.ts";

test("waits double from 250 ms to 20 s, with full jitter", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => backoffMs(attempt, () => 0.999_999))).toEqual([
    249, 499, 999, 1999, 3999, 7999, 15_999, 19_999, 19_999,
  ]);
  expect(backoffMs(9, () => 0)).toBe(0);
});

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

test.each([
  [undefined, undefined],
  ["", undefined],
  ["soon", undefined],
  ["0", 0],
  ["7", 7000],
  ["1.5", 1500],
  ["86400", 120_000],
  ["Thu, 01 Jan 2026 12:00:30 GMT", 30_000],
  ["Thu, 01 Jan 2026 11:00:00 GMT", 0],
])("Retry-After: %s waits %s ms", (header, wait) => {
  expect(retryAfterMs(header, NOW)).toBe(wait);
});
