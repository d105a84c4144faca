import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSecretsFile, secretSource } from "../../../../src/auth/secrets/secrets.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import { problemOf } from "../problem-of.ts";

describe("what a manifest's secret can reach", () => {
  const env = {
    DIMCTL_SECRET_ACME_KEY: "from the environment",
    DIMCTL_SECRET_EMPTY: "",
    DIMENSIONS_CLIENT_SECRET: "not for manifests",
    PATH: "/bin",
  };

  test.for([
    ["a variable with the prefix", "ACME_KEY", "from the environment"],
    ["the file, where there is no variable", "OTHER", "from the file"],
    ["the file, where the variable is empty", "EMPTY", "filled by the file"],
    ["no other variable", "PATH", undefined],
    ["no other variable, however it is written", "../DIMENSIONS_CLIENT_SECRET", undefined],
    ["nothing under an empty name", "", undefined],
    ["nothing that every object has", "__proto__", undefined],
    ["no empty value", "BLANK", undefined],
  ] as const)("%s: %s", ([, name, value]) => {
    const text = "OTHER='from the file'\nACME_KEY=unused\nDIMCTL_SECRET_EMPTY='filled by the file'\nBLANK=\n";
    expect(secretSource({ env, file: { path: "s.env", text } })(name)?.reveal()).toBe(value);
  });
});

describe("a secrets file", () => {
  test.for([
    ["bare", "A=a#b$c=d", "a#b$c=d"],
    ["with blanks around it", "  export A = abc  ", "abc"],
    ["in single quotes, as it stands", String.raw`A='a\n"b # c' # comment`, String.raw`a\n"b # c`],
    ["in double quotes, with escapes", String.raw`A="a\n\"b\\"`, 'a\n"b\\'],
    ["after a byte order mark, a comment and an empty line", "\uFEFF# secrets\r\n\r\nA=1\r\n", "1"],
    ["in JSON", '{ "A": "a b" }', "a b"],
    ["in JSON, with the prefix", '{ "DIMCTL_SECRET_A": "x" }', "x"],
  ])("holds a value %s", ([, text, value]) => {
    expect(secretSource({ env: {}, file: { path: "s.env", text: text ?? "" } })("A")?.reveal()).toBe(value);
  });

  test.for([
    ["line is not NAME=value", "hunter2-hunter2", 1],
    ["line is not NAME=value", "A=1\nhunter2:hunter2", 2],
    ["a value with spaces must be quoted", "A=hunter2 hunter2", 1],
    ["unbalanced quotes", "A='hunter2", 1],
    ["unbalanced quotes", "A='hunter2'hunter2'", 1],
    [
      String.raw`unknown escape in double quotes: only \n \r \t \" and \\ are supported`,
      String.raw`A="hunter2\x"`,
      1,
    ],
    ["name is duplicated", "A=hunter2\nDIMCTL_SECRET_A=hunter2", 2],
    ["starts with { but is not JSON", '{ "A": hunter2 }', 1],
    ["value 2 must be a string", '{ "A": "hunter2", "B": 7 }', 1],
    ["name 1 contains characters other than A-Z, 0-9 and _", '{ "hunter2 hunter2": "" }', 1],
  ] as const)("is refused with the line and never its content: %s", ([mistake, text, line]) => {
    const error = refusal(text);
    expect(error?.diagnostics).toMatchObject([
      {
        code: "secrets-file-invalid",
        summary: `invalid secrets file: ${mistake}`,
        at: { file: "s.env", line },
      },
    ]);
    expect(JSON.stringify([error?.diagnostics, error?.message, error?.cause])).not.toContain("hunter2");
  });

  test("every mistake is told at once", () => {
    expect(refusal("x\ny\nA=1")?.diagnostics.map(({ at }) => at?.line)).toEqual([1, 2]);
  });

  test("whatever is written as JSON is read as it was", () => {
    const names = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,9}$/).filter((name) => !name.startsWith("DIMCTL"));
    const secrets = fc.dictionary(names, fc.string({ minLength: 1, unit: "binary" }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(secrets, (values) => {
        const source = secretSource({ env: {}, file: { path: "s.json", text: JSON.stringify(values) } });
        for (const [name, value] of Object.entries(values)) expect(source(name)?.reveal()).toBe(value);
      }),
    );
  });

  test("no text, however damaged, is quoted in a problem", () => {
    const noise = fc.array(fc.constantFrom("S3CR3T", "'", '"', "\\", " ", "\n", "=", "{", "A", "#"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, (pieces) => {
        expect(JSON.stringify(refusal(pieces.join(""))?.diagnostics ?? [])).not.toContain("S3CR3T");
      }),
    );
  });
});

describe("reading a secrets file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dimctl-secrets-"));
  });
  afterAll(async () => await rm(folder, { recursive: true }));

  test("gives its path and text", async () => {
    const path = join(folder, "good.env");
    await writeFile(path, "A=1\n");
    expect(await readSecretsFile(path, ".")).toEqual({ path, text: "A=1\n" });
    expect(await readSecretsFile("good.env", folder)).toEqual({ path: "good.env", text: "A=1\n" });
  });

  test("says when it does not exist, a folder, too large or not UTF-8", async () => {
    await writeFile(join(folder, "large.env"), Buffer.alloc(1024 * 1024 + 1));
    await writeFile(join(folder, "latin.env"), Buffer.from([0x41, 0x3d, 0xe9]));
    const said = async (name: string): Promise<string> => {
      const diagnostic = await problemOf(readSecretsFile(join(folder, name), "."));
      return "summary" in diagnostic ? String(diagnostic.summary).replace(folder, "") : "";
    };
    expect([
      await said("none.env"),
      await said(""),
      await said("large.env"),
      await said("latin.env"),
    ]).toEqual([
      "the secrets file /none.env cannot be read: not found",
      "the secrets file  cannot be read: it is a directory",
      "the secrets file /large.env cannot be read: larger than 1 MiB",
      "the secrets file /latin.env cannot be read: not UTF-8",
    ]);
  });
});

function refusal(text: string): DiagnosticsError | undefined {
  try {
    secretSource({ env: {}, file: { path: "s.env", text } });
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticsError) return error;
    throw error;
  }
}
