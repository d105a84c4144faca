import { array, assert, asyncProperty, constant, dictionary, record, string } from "fast-check";
import { describe, expect, test } from "vitest";
import type { StateDocument } from "../../../src/model/ports/state.ts";
import { seal, unseal } from "../../../src/state/seal.ts";
import { parseStateKey } from "../../../src/state/state-key.ts";
import { codesOf } from "./context.ts";

const KEY = parseStateKey("ab".repeat(32));
const OTHER_KEY = parseStateKey("cd".repeat(32));
const PASSPHRASE = parseStateKey("correct horse battery staple");

const DOCUMENT: StateDocument = {
  version: 1,
  environments: {
    sandbox: {
      tokens: { accessToken: "clear-access-token", refreshToken: "clear-refresh-token" },
      customers: {},
      deleted: [],
      spentPlans: [],
    },
  },
};

const anyText = string({ unit: "grapheme" });
const anyDocument = dictionary(
  anyText,
  record({ customers: constant({}), deleted: constant([]), spentPlans: array(anyText) }),
).map((environments): StateDocument => ({ version: 1, environments }));

describe("a sealed document", () => {
  test("is unsealed with its key to what it was, whatever is in it", async () => {
    await assert(
      asyncProperty(anyDocument, async (document) => {
        // Through JSON, which knows no difference between -0 and 0 or between prototypes.
        const expected: unknown = JSON.parse(JSON.stringify(document));
        expect(await unseal(await seal(document, KEY), KEY)).toEqual(expected);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  test("is unsealed with its passphrase", async () => {
    expect(await unseal(await seal(DOCUMENT, PASSPHRASE), PASSPHRASE)).toEqual(DOCUMENT);
  });

  test("shows nothing of what is in it and is another one each time", async () => {
    const [one, two] = [await seal(DOCUMENT, KEY), await seal(DOCUMENT, KEY)];
    expect(Buffer.from(one).toString("latin1")).not.toContain("clear-");
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
  });

  test("is refused when any one bit of it is another", async () => {
    const sealed = await seal(DOCUMENT, KEY);
    const refusals = new Set<string>();
    for (let at = 0; at < sealed.length; at += 1) {
      const forged = Uint8Array.from(sealed);
      forged[at] = (forged[at] ?? 0) ^ (1 << (at % 8));
      for (const code of await codesOf(unseal(forged, KEY))) refusals.add(code);
    }
    expect([...refusals].toSorted()).toEqual([
      "state-foreign",
      "state-forged",
      "state-other-version",
      "state-truncated",
      "state-wrong-key",
    ]);
  });

  test("is refused as truncated at every shorter length, and when it is longer", async () => {
    const sealed = await seal(DOCUMENT, KEY);
    for (let length = 1; length < sealed.length; length += 1) {
      expect(await codesOf(unseal(sealed.subarray(0, length), KEY))).toEqual(["state-truncated"]);
    }
    expect(await codesOf(unseal(Buffer.concat([sealed, Buffer.from("x")]), KEY))).toEqual([
      "state-truncated",
    ]);
  });

  test.each([
    ["another key", OTHER_KEY],
    ["a passphrase instead of a key", PASSPHRASE],
  ])("is refused with %s", async (_title, key) => {
    expect(await codesOf(unseal(await seal(DOCUMENT, KEY), key))).toEqual(["state-wrong-key"]);
  });

  test("is refused as forged when its cipher text comes from another document of the same key", async () => {
    const one = await seal(DOCUMENT, KEY);
    const two = await seal(DOCUMENT, KEY);
    const mixed = Buffer.concat([one.subarray(0, 58), two.subarray(58)]);
    expect(await codesOf(unseal(mixed, KEY))).toEqual(["state-forged"]);
  });

  test.each([
    ["nothing at all", ""],
    ["plain JSON", '{"version":1,"environments":{}}'],
  ])("is told from %s", async (_title, text) => {
    expect(await codesOf(unseal(Buffer.from(text), KEY))).toEqual(["state-foreign"]);
  });
});
