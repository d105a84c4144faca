import { describe, expect, test } from "vitest";
import { lines, load } from "../memory-files.ts";
import { admins, kazoo } from "./manifest-text.ts";

const manifest = (reference: string, more = ""): string =>
  `apiVersion: dimctl/v1\nkind: Customer\nreference: ${reference}\nname: X\n${admins}${more}`;

describe("all manifests together", () => {
  test("a reference stands for one file; nobody guesses which", async () => {
    const loaded = await load({
      "customers/a.yaml": manifest("A-1"),
      "customers/b.yaml": manifest("A-1"),
      "customers/c.yaml": manifest("a-1"),
    });
    expect(loaded.diagnostics.map(({ at, code }) => `${at?.file} ${code}`)).toEqual([
      "customers/a.yaml duplicate-reference",
      "customers/a.yaml similar-reference",
      "customers/a.yaml same-secret-prefix",
      "customers/b.yaml duplicate-reference",
      "customers/b.yaml similar-reference",
      "customers/b.yaml same-secret-prefix",
      "customers/c.yaml similar-reference",
      "customers/c.yaml same-secret-prefix",
    ]);
    expect(loaded.customers).toEqual([]);
  });

  test("the longest prefix owns a secret", async () => {
    const loaded = await load({
      "customers/a.yaml": manifest("ACME", kazoo("apiKey: { secret: ACME_0042_KEY }")),
      "customers/b.yaml": manifest("ACME-0042"),
    });
    expect(lines(loaded)).toEqual([
      '6:130 foreign-secret: secret `ACME_0042_KEY` belongs to "ACME-0042" | use another name',
    ]);
  });

  test("a fault of the defaults is said once, in the defaults, and keeps everybody out", async () => {
    const loaded = await load({
      "customers/_defaults.yaml": "timezone: Mars/Base\nadmins: []\n",
      "customers/a.yaml": manifest("A-1"),
      "customers/b.yaml": manifest("B-1"),
    });
    expect(loaded.diagnostics.map(({ at, code }) => `${at?.file}:${at?.line} ${code}`)).toEqual([
      "customers/_defaults.yaml:1 unknown-time-zone",
      "customers/_defaults.yaml:2 unknown-key",
    ]);
    expect(loaded.customers).toEqual([]);
  });
});
