import { describe, expect, test } from "vitest";
import { lines, load } from "../memory-files.ts";
import { admins, kazoo } from "./manifest-text.ts";

const head = (reference: string): string =>
  `apiVersion: dimctl/v1\nkind: Customer\nreference: ${reference}\nname: X\n`;

const codes = async (reference: string, body = admins): Promise<readonly string[]> =>
  lines(await load({ "customers/a.yaml": head(reference) + body })).map((line) => line.split(" | ")[0] ?? "");

describe("identities contain nothing that cannot be seen or looks like something else", () => {
  test.each([
    [
      "a zero-width space",
      '"ACME\\u200B-1"',
      "invisible-character: `reference` contains an invisible character, U+200B",
    ],
    [
      "a soft hyphen",
      '"AC\\u00ADME-1"',
      "invisible-character: `reference` contains an invisible character, U+00AD",
    ],
    [
      "a no-break space",
      '"ACME\\u00A01"',
      "unusual-space: `reference` contains a space that is not U+0020 but U+00A0",
    ],
    [
      "a Cyrillic letter",
      '"\\u0410CME-1"',
      'look-alike-character: `reference` contains U+0410, which looks like "A" (U+0041)',
    ],
    [
      "nothing but Cyrillic look-alikes",
      '"\\u0410\\u0421"',
      'look-alike-character: `reference` contains U+0410, which looks like "A" (U+0041)',
    ],
    [
      "a full-width letter",
      '"\\uFF21CME"',
      'look-alike-character: `reference` contains U+FF21, which looks like "A" (U+0041)',
    ],
    [
      "the decomposed form of a letter",
      '"Mu\\u0308ller"',
      "not-nfc: `reference` is not in Unicode form NFC (combining U+0308)",
    ],
    [
      "the line break of a block scalar",
      "|\n  ACME-1",
      "line-break: `reference` contains a line break (U+000A)",
    ],
  ])("%s in a reference", async (_, reference, problem) => {
    expect(await codes(reference)).toEqual([expect.stringContaining(problem)]);
  });

  test("a reference in another script is good", async () => {
    expect(await codes('"\u0424\u0418\u0420\u041C\u0410-1"')).toEqual([]);
  });

  test("a look-alike in the domain of an address, and an invisible character in an account id", async () => {
    const people = 'admins: [{ email: "ana@\\u0430cme.example", roles: [customer.user.supervisorl1] }]\n';
    expect(await codes("A-1", people)).toEqual([
      '5:19 look-alike-character: `email` contains U+0430, which looks like "a" (U+0061)',
    ]);
    const pbx = kazoo("apiKey: { secret: A_1_KEY }").replace(
      /accountId: [^,}]+/,
      String.raw`accountId: "a\u200D1"`,
    );
    expect((await codes("A-1", admins + pbx)).join()).toContain(
      "`accountId` contains an invisible character, U+200D",
    );
  });
});

describe("references", () => {
  test("with one secret prefix are an error in both manifests", async () => {
    const loaded = await load({
      "customers/a.yaml": head("ACME-1") + admins,
      "customers/b.yaml": head("ACME_1") + admins,
    });
    expect(lines(loaded)).toEqual([
      '3:12 same-secret-prefix: references "ACME-1" and "ACME_1" have the same secret prefix `ACME_1_` | change one of them; the other manifest is customers/b.yaml',
      '3:12 same-secret-prefix: references "ACME_1" and "ACME-1" have the same secret prefix `ACME_1_` | change one of them; the other manifest is customers/a.yaml',
    ]);
  });

  test("in another script share a prefix without harm while none of them names a secret", async () => {
    const loaded = await load({
      "customers/a.yaml": head("\u0416\u0411") + admins,
      "customers/b.yaml": head("\u0429\u042E") + admins,
    });
    expect(lines(loaded)).toEqual([]);
  });

  test("that somebody had before belong to no other manifest", async () => {
    const loaded = await load({
      "customers/a.yaml": `${head("A-1")}previouslyReference: B-1\n${admins}`,
      "customers/b.yaml": head("B-1") + admins,
    });
    expect(lines(loaded)).toEqual([
      '5:22 previous-reference-taken: previous reference "B-1" belongs to another manifest | the other manifest is customers/b.yaml',
    ]);
  });
});

describe("approvals", () => {
  test("of something destructive cannot be given to all customers", async () => {
    const loaded = await load({
      "customers/_defaults.yaml":
        'approve: [{ risk: delete-user, until: 2026-12-24, reason: "x" }, { risk: restart-pbx, until: 2026-12-24, reason: "x" }]\n',
      "customers/a.yaml": head("A-1") + admins,
    });
    expect(lines(loaded)).toEqual([
      '1:19 default-approval: "delete-user" cannot be approved for all customers | approve it in the manifest of each customer that needs it',
    ]);
    expect(loaded.customers).toEqual([]);
  });

  test("end within a year", async () => {
    const until = (date: string) =>
      `${admins}approve: [{ risk: delete-user, until: ${date}, reason: "x" }]\n`;
    expect(await codes("A-1", until("2027-11-23"))).toEqual([]);
    expect(await codes("A-1", until("2027-11-24"))).toEqual([
      "6:39 approval-too-long: an approval until 2027-11-24 is valid for more than a year",
    ]);
  });
});
