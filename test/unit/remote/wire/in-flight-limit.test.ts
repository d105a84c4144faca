import { expect, test } from "vitest";
import { adjustLimit, startLimit } from "../../../../src/remote/wire/in-flight-limit.ts";

test("a limit begins at its maximum, and one request is always allowed", () => {
  expect(startLimit(8)).toEqual({ max: 8, value: 8, cuts: 0 });
  expect(startLimit(0)).toEqual({ max: 1, value: 1, cuts: 0 });
});

test("trouble halves it, down to one; a request from before the last cut does not cut again", () => {
  const once = adjustLimit(startLimit(3), "trouble", 0);
  expect(once).toEqual({ max: 3, value: 1.5, cuts: 1 });
  expect(adjustLimit(once, "trouble", 0)).toEqual(once);
  expect(adjustLimit(once, "trouble", 1)).toEqual({ max: 3, value: 1, cuts: 2 });
});

test("a good reply raises it by its share of a round, up to the maximum; a neutral one says nothing", () => {
  const cut = adjustLimit(startLimit(4), "trouble", 0);
  expect(adjustLimit(cut, "ok", 0)).toEqual({ max: 4, value: 2.5, cuts: 1 });
  expect(adjustLimit(startLimit(4), "ok", 0)).toEqual(startLimit(4));
  expect(adjustLimit(cut, "neutral", 1)).toBe(cut);
});
