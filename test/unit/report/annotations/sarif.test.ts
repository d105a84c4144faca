import { describe, expect, test } from "vitest";
import type { Annotation } from "../../../../src/report/annotations/annotation.ts";
import { githubCommands } from "../../../../src/report/annotations/github.ts";
import { sarifText } from "../../../../src/report/annotations/sarif.ts";

const finding = (rest: Partial<Annotation>): Annotation => ({
  level: "error",
  code: "failed",
  title: "Failed",
  text: "refused",
  identity: "failed ACME user:ana@acme.example",
  ...rest,
});

const first = (rest: Partial<Annotation>): object =>
  JSON.parse(sarifText([finding(rest)], "1.0.0")).runs[0].results[0];

describe("SARIF", () => {
  test("a run without findings is a valid, empty run", () => {
    expect(JSON.parse(sarifText([], "1.0.0"))).toEqual({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "dimctl", version: "1.0.0", rules: [] } },
          columnKind: "utf16CodeUnits",
          results: [],
        },
      ],
    });
  });

  test("a finding has a rule, a level, a place and an identity that outlives its line", () => {
    expect(first({ at: { file: "customers/a b#1.yaml", line: 3, column: 5 } })).toEqual({
      ruleId: "failed",
      ruleIndex: 0,
      level: "error",
      message: { text: "Failed: refused" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "customers/a%20b%231.yaml" },
            region: { startLine: 3, startColumn: 5 },
          },
        },
      ],
      partialFingerprints: { "dimctl/v1": "failed ACME user:ana@acme.example" },
    });
  });

  test("a notice is a note", () => {
    expect(first({ level: "notice" })).toMatchObject({ level: "note" });
  });

  test("brackets and braces of a message are no link and no placeholder", () => {
    expect(first({ text: "[x](http://evil.example) {0} \\" })).toMatchObject({
      message: { text: String.raw`Failed: \[x\](http://evil.example) {{0}} \\` },
    });
  });
});

test("workflow commands: one per finding, place and title as properties", () => {
  expect(
    githubCommands([
      finding({ at: { file: "customers/a,b.yaml", line: 3, column: 5 }, title: "50%: x" }),
      finding({ level: "notice", text: "a\nb" }),
    ]),
  ).toBe(
    [
      "::error file=customers/a%2Cb.yaml,line=3,col=5,title=50%25%3A x::refused",
      String.raw`::notice title=Failed::a\nb`,
    ].join("\n"),
  );
});
