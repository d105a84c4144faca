import { assert, constantFrom, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../../../src/model/text/nearest.ts";

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

const KEYS = ["description", "countryCode", "timezone"] as const;

test("one letter that is missing, added, wrong or swapped with its neighbour is a slip", () => {
  assert(
    property(constantFrom(...KEYS), nat(), constantFrom("a", "Z", "7"), (key, at, letter) => {
      const before = key.slice(0, at % key.length);
      const [first = "", second = "", ...rest] = key.slice(before.length);
      const tail = rest.join("");
      const missing = before + second + tail;
      const added = before + letter + first + second + tail;
      const wrong = before + letter + second + tail;
      const swapped = before + second + first + tail;
      for (const slip of [missing, added, wrong, swapped]) expect(nearest(slip, KEYS)).toBe(key);
    }),
    { seed: 20_260_101 },
  );
});

test("of equally near candidates the first is the answer", () => {
  expect(nearest("nam", ["name", "nams"])).toBe("name");
});
