import { describe, expect, test } from "vitest";
import { lines, load } from "./memory-files.ts";

const valid = `apiVersion: dimctl/v1
kind: Customer
reference: R-1
name: One
admins: [{ email: a@one.example, roles: [customer.user.supervisorl1] }]
`;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const bomb = [
  "a0: &a0 [1,1,1,1,1,1,1,1,1,1]",
  ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]`),
].join("\n");

const cases: readonly [title: string, content: string | Uint8Array, problems: readonly RegExp[]][] = [
  ["empty", "", [/^1:1 empty-file/]],
  ["only a comment", "# nothing\n", [/^1:1 empty-file/]],
  ["NUL bytes", bytes(0x61, 0x3a, 0, 0x62), [/^1:1 binary-file/]],
  ["not UTF-8", bytes(0x6e, 0x61, 0xff, 0xfe), [/^1:1 not-utf-8/]],
  ["longer than 1 MiB", `# ${"x".repeat(1024 * 1024)}\n${valid}`, [/^1:1 file-too-big/]],
  ["a second document", `${valid}---\nb: 1\n`, [/^6:1 several-documents/]],
  ["a tab as indentation", "manage:\n\tadmins: exact\n", [/^2:1 (?:yaml-syntax|)/]],
  ["an unfinished quote", 'name: "abc\n', [/yaml-syntax/]],
  ["an unknown tag", `${valid}description: !env HOME\n`, [/^6:19 yaml-tag/]],
  [
    "a duplicate key",
    `${valid}name: Two\n`,
    [/^6:1 duplicate-key: `name` is duplicated \(first at line 4\)/],
  ],
  ["__proto__", `${valid}__proto__: { admin: true }\n`, [/^6:1 forbidden-key: `__proto__`/]],
  ["constructor", `${valid}constructor: { prototype: { x: 1 } }\n`, [/^6:1 forbidden-key: `constructor`/]],
  ["a merge key", `${valid}manage: { <<: { admins: exact } }\n`, [/^6:11 merge-key/]],
  [
    "a placeholder of a template, without quotes",
    `${valid}description: {{ text }}\n`,
    [
      /^6:14 wrong-type: `description` must be a string, got a mapping/,
      /^6:15 yaml-key: a key must be a string \| dimctl does not expand placeholders/,
    ],
  ],
  ["a number as key", `${valid}1: x\n`, [/^6:1 yaml-key: a key must be a string/]],
  ["a map as key", `${valid}? { a: 1 }\n: x\n`, [/^6:3 yaml-key/]],
  ["an alias without anchor", `${valid}description: *nothing\n`, [/^6:14 yaml-alias/]],
  ["an alias inside itself", `${valid}manage: &m { admins: *m }\n`, [/^6:22 yaml-alias/]],
  ["a terminal escape", `${valid}description: "\\e[31mred"\n`, [/^6:14 control-character/]],
  ["a raw terminal escape", `${valid}description: \u001b[31mred\n`, [/^6:14 control-character/]],
  ["not a number", `${valid}trialDuration: .nan\n`, [/^6:16 number/]],
  ["a list", "- a\n", [/^1:1 wrong-type: the file must be a mapping, got a list/]],
  ["a text", "hello\n", [/^1:1 wrong-type: the file must be a mapping, got a string/]],
  ["thousands of brackets", "a: ".concat("[".repeat(100_000)), [/^1:1 too-deep/]],
  ["thousands of list marks", "- ".repeat(100_000), [/^1:1 too-deep/]],
  ["thousands of keys on a line", "a: ".repeat(100_000), [/^1:1 too-deep/]],
];

describe("a file that is no manifest is one problem with a place, and never a crash", () => {
  test.each(cases)("%s", async (_, content, diagnostics) => {
    const loaded = await load({ "customers/r.yaml": content });
    expect(loaded.customers).toEqual([]);
    const found = lines(loaded);
    for (const pattern of diagnostics) expect(found.filter((line) => pattern.test(line))).toHaveLength(1);
  });

  test("an alias bomb is refused without being unfolded", async () => {
    const loaded = await load({ "customers/r.yaml": `${valid}${bomb}\n` });
    expect(lines(loaded).filter((line) => line.includes("alias-bomb"))).toHaveLength(1);
    expect(loaded.customers).toEqual([]);
  });

  test("a few aliases are fine", async () => {
    const text = valid.replace("name: One", "name: &name One\ndescription: *name");
    const loaded = await load({ "customers/r.yaml": text });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.customers[0]?.fields.get("description")?.value).toBe("One");
  });

  test("a byte order mark and Windows line ends are fine", async () => {
    const loaded = await load({ "customers/r.yaml": `\ufeff${valid.replaceAll("\n", "\r\n")}` });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.customers).toHaveLength(1);
  });

  test("a file of a hundred thousand unknown keys says the first hundred", async () => {
    const many = Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`).join("\n");
    const loaded = await load({ "customers/r.yaml": `${valid}${many}\n` });
    expect(loaded.diagnostics).toHaveLength(100);
    expect(loaded.customers).toEqual([]);
  });
});

describe("the folder", () => {
  test("other files are let be; what looks like a manifest and is none is a problem", async () => {
    const loaded = await load({
      "customers/README.md": "hello",
      "customers/a.yaml": { kind: "outside" },
      "customers/b.yml": { kind: "folder" },
      "customers/c.YAML": valid,
      "customers/_shared.yaml": valid,
      "customers/ok.yml": valid,
    });
    expect(loaded.diagnostics.map(({ code, at }) => `${at?.file} ${code}`)).toEqual([
      "customers/_shared.yaml unknown-file",
      "customers/a.yaml outside-folder",
      "customers/b.yml not-a-file",
      "customers/c.YAML unknown-file",
    ]);
    expect(loaded.customers.map(({ file }) => file)).toEqual(["customers/ok.yml"]);
  });

  test("a missing folder is an error, one without manifests a warning", async () => {
    expect(lines(await load({}))).toEqual([
      "1:1 no-folder: folder not found | create it, or give another folder with `--customers` or `customers` in dimctl.yaml",
    ]);
    expect(lines(await load({ "customers/README.md": "" }))[0]).toContain("no-manifests (warning)");
  });
});
