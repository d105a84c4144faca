import { expect, test } from "vitest";
import { findAll } from "../../../../src/auth/secrets/find-all.ts";

test("finds every word, also inside others; overlapping ranges are one", () => {
  const find = findAll(["abcd", "cdef", "bc", "zz"]);
  expect(find("xabcdefzzx")).toEqual([
    { start: 1, end: 7 },
    { start: 7, end: 9 },
  ]);
  expect(find("nothing")).toEqual([]);
});

test("takes steps by the length of the text, not by the number of words", () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `${"a".repeat(20)}${index}`);
  const text = "a".repeat(10_000);
  let steps = 0;
  findAll(words)(text, () => (steps += 1));
  expect(steps).toBeLessThanOrEqual(2 * text.length);
});
