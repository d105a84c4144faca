import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import published from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import type { Annotation } from "../../../../src/report/annotations/annotation.ts";
import { sarifText } from "../../../../src/report/annotations/sarif.ts";

/** The schema of SARIF 2.1.0 as its authors publish it; of draft 4 it has nothing but the `id`. */
const { $schema: _, id: __, ...schema } = published;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function faults(text: string): readonly string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const GOLDEN = "test/unit/report/golden";
const golden = readdirSync(GOLDEN, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".sarif"),
);

test("there are golden files of every report", () => {
  expect(golden).toHaveLength(4);
});

test.each(golden)("%s fits the schema", (name) => {
  expect(faults(readFileSync(`${GOLDEN}/${name}`, "utf8"))).toEqual([]);
});

test("the schema does refuse what does not fit", () => {
  expect(faults('{"version":"2.1.0","runs":[{"results":[{}]}]}')).not.toEqual([]);
});

test("whatever is in names, paths and messages, the log fits the schema, and nothing hidden is left in it", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "::set-output name=x::y",
      "<img src=x onerror=1>",
      "\u001b[31mred",
      "\u202Etxt",
      "[a](javascript:1)",
      "{0}",
    ),
  );
  const finding: fc.Arbitrary<Annotation> = fc.record(
    {
      level: fc.constantFrom("error", "warning", "notice"),
      code: fc.constantFrom("held", "drift", "failed"),
      title: text,
      text: fc.oneof(text, fc.constant("")).map((words) => `${words}.`),
      identity: text,
      at: fc.record({
        file: text,
        line: fc.integer({ min: 1, max: 9999 }),
        column: fc.integer({ min: 1, max: 999 }),
      }),
    },
    { requiredKeys: ["level", "code", "title", "text", "identity"] },
  );
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 8 }), (findings) => {
      const log = sarifText(findings, "1.0.0");
      expect(faults(log)).toEqual([]);
      // eslint-disable-next-line no-control-regex
      expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      expect(log).not.toMatch(/^\s*::/m);
    }),
  );
});
