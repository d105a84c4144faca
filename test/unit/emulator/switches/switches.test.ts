import { expect, test } from "vitest";
import { parseSwitch } from "../../../../src/emulator/switches/parse-switch.ts";
import { DEFAULT_SWITCHES, SWITCHES } from "../../../../src/emulator/switches/switches.ts";
import { readSeed } from "../../../../src/emulator/world/seed-check.ts";

test("every assumption A1 to A15 has a switch", () => {
  const named = new Set(Object.values(SWITCHES).map((fact) => fact.assumption));
  const all = Array.from({ length: 15 }, (_, index) => `A${index + 1}`);
  expect(all.filter((name) => !named.has(name))).toEqual([]);
});

test("every default is the first documented value", () => {
  expect(DEFAULT_SWITCHES).toMatchObject({
    adminRole: "user.admin",
    customerFields: "seven",
    importDelayMs: 300,
  });
});

test.each([
  ["adminRole=both", { adminRole: "both" }],
  ["listLagMs=5000", { listLagMs: 5000 }],
])("%s is read as %o", (text, value) => {
  expect(parseSwitch(text)).toEqual({ ok: true, value });
});

test.each([
  ["adminrol=both", "unknown switch `adminrol`", "did you mean `adminRole`?"],
  ["adminRole=none", 'switch `adminRole` cannot be "none"', "allowed values: user.admin, admin.user, both"],
  ["adminRole", "switch `adminRole` cannot be empty", "allowed values: user.admin, admin.user, both"],
  [
    "maxPageSize=0",
    "switch `maxPageSize` must be an integer of at least 1",
    "maximum page size of the customer list",
  ],
  ["toString=1", "unknown switch `toString`", expect.stringContaining("switches: ")],
])("%s is a problem: %s", (text, summary, hint) => {
  expect(parseSwitch(text)).toMatchObject({ ok: false, diagnostic: { summary, hint } });
});

test("a seed file is refused with everything that is wrong with it", () => {
  const seed = { customers: [{ fields: {}, users: [{ email: 1 }] }], colour: "red" };
  expect(() => readSeed(seed, "seed.json")).toThrow(
    "seed.json: seed.customers[0].users[0].displayName is missing; seed.json: seed.customers[0].users[0].email must be a string; seed.json: seed.colour is unknown",
  );
  expect(readSeed({ customers: [] }, "seed.json")).toEqual({ customers: [] });
});
