import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "../../../../src/model/text/nearest.ts";

test.each([
  ["nmae", ["name", "email"], "name"],
  [
    "customer.user.supervisor1",
    ["customer.user", "customer.user.supervisorl1"],
    "customer.user.supervisorl1",
  ],
  ["PBXS", ["pbxs", "users"], "pbxs"],
  ["zebra", ["name", "email"], undefined],
  ["x".repeat(1000), ["x".repeat(999)], undefined],
])("%s", (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

test("a distance is symmetric, zero for the same word only, and at most the longer word", () => {
  const word = string({ maxLength: 12 });
  assert(
    property(word, word, (left, right) => {
      const distance = editDistance(left, right);
      expect(editDistance(right, left)).toBe(distance);
      expect(distance === 0).toBe(left === right);
      expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
    }),
    { seed: 20_260_101 },
  );
});
