import { describe, expect, test } from "vitest";
import { admins, problemsOf } from "./manifest-text.ts";

const cases: readonly [title: string, body: string, problems: readonly string[]][] = [
  [
    "two PBXs of one name, one of them without what a creation needs",
    `${admins}pbxs: [{ type: 3cx, name: K, licenseKey: L-1 }, { type: kazoo, name: K }]\n`,
    [
      '6:49 pbx-incomplete (warning): PBX "K" has no `hostRest`, `hostWebsocket`, `accountId`, `apiKey` | required to create it; not needed if it already exists',
      '6:70 duplicate-pbx: PBX name "K" is duplicated',
    ],
  ],
  [
    "wireType goes with other",
    `${admins}pbxs: [{ type: other, name: A }, { type: 3cx, name: B, licenseKey: L-1, wireType: X }]\n`,
    [
      "6:16 missing-wire-type: `type: other` requires `wireType` | add `wireType: …`: the `_type` of the connection in Dimensions",
      '6:83 wire-type: `wireType` is only allowed with `type: other`, not with "3cx"',
    ],
  ],
  [
    "addresses",
    `${admins}pbxs: [{ type: kazoo, name: K, accountId: a1, apiKey: { secret: ACME_0042_K }, hostRest: "http://k.example", hostWebsocket: "https://k.example" }]\n`,
    [
      '6:90 plain-address (warning): "http://k.example" is not encrypted | use the form `https://host:port/path`',
      '6:125 bad-address: "https://k.example" is not a valid wss:// URL | use the form `wss://host:port/path`',
    ],
  ],
  [
    "a setting with a key of its own",
    `${admins}pbxs: [{ type: other, wireType: X, name: A, settings: { username: me } }]\n`,
    ["6:57 setting-clash: `username` is a field of its own, not a setting"],
  ],
];

describe("what a manifest cannot say of PBXs", () => {
  test.each(cases)("%s", async (_, body, diagnostics) => {
    expect(await problemsOf(body)).toEqual(diagnostics);
  });
});
