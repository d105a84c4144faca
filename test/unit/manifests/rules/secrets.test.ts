import { describe, expect, test } from "vitest";
import { load } from "../memory-files.ts";
import { admins, head, kazoo, problemsOf } from "./manifest-text.ts";

describe("the secret of a manifest", () => {
  test("somebody else's secret", async () => {
    const body = `${admins}${kazoo("apiKey: { secret: NORTH_0007_KEY }")}`;
    expect(await problemsOf(body)).toEqual([
      "6:130 foreign-secret: secret `NORTH_0007_KEY` does not belong to this customer | start the name with `ACME_0042_`, or list it under `sharedSecrets` in dimctl.yaml",
    ]);
  });

  test("a shared secret may be named by every manifest", async () => {
    const body = `${admins}${kazoo("apiKey: { secret: RESELLER_KEY }")}`;
    expect(await problemsOf(body, ["RESELLER_KEY"])).toEqual([]);
  });
});

describe("a literal where a secret belongs is never shown", () => {
  const literal = "sk-live-51Hq";
  test.each([
    ["in apiKey", kazoo(`apiKey: ${literal}`), "literal-secret"],
    ["in a mistyped key", kazoo(`apikey: ${literal}`), "unknown-key"],
    ["as the name of a secret", kazoo(`apiKey: { secret: ${literal} }`), "bad-secret-name"],
    ["beside another fault of the line", kazoo(`apiKey: ${literal}, nmae: x`), "unknown-key"],
    [
      "in a setting",
      `pbxs: [{ type: other, wireType: X, name: A, settings: { password: ${literal} } }]\n`,
      "looks-secret",
    ],
  ])("%s", async (_, body, code) => {
    const { diagnostics } = await load({ "customers/acme.yaml": head + admins + body });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(JSON.stringify(diagnostics)).not.toContain(literal);
  });
});
