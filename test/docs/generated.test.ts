import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../src/commands/program.ts";
import { inProcessIo, stillClock } from "../support/in-process-io.ts";
import { commandTable, optionTable } from "./generated/command-reference.ts";
import { alternatives, schemaReference, type Schema } from "./generated/schema-reference.ts";
import { generatedParts, withGeneratedParts } from "./markdown.ts";
import { DOCUMENTS, isUpdating, read, ROOT } from "./repository.ts";

// What documents say of schemas and commands is generated: `npm run docs` writes it, and here it has to be fresh.

const schema = (name: string): Schema => JSON.parse(read(`schemas/${name}.schema.json`));
const world = { cwd: ROOT, clock: stillClock("2026-11-22T12:00:00Z"), env: {}, hostname: "docs" };
const program = createProgram(inProcessIo([], world, { stdout: "", stderr: "" }), () => undefined);
const customer = schema("customer");

/** Each generated part by its name, wherever it is. */
const PARTS: Readonly<Record<string, string>> = {
  "the keys of a manifest": schemaReference(customer, "Customer"),
  "the role ids": alternatives(customer.$defs?.["roleId"] ?? {}, "role id"),
  "the keys of _defaults.yaml": Object.keys(schema("defaults").properties ?? {})
    .map((key) => `\`${key}\``)
    .join(", "),
  "the keys of dimctl.yaml": schemaReference(schema("configuration"), "Configuration"),
  commands: commandTable(program),
  options: optionTable(program),
};

describe("generated parts of documents", () => {
  const holders = DOCUMENTS.filter((document) => generatedParts(read(document)).size > 0);

  if (isUpdating)
    for (const document of holders)
      writeFileSync(join(ROOT, document), withGeneratedParts(read(document), PARTS));

  const written = holders.flatMap((document) =>
    [...generatedParts(read(document))].map(([name, text]) => ({ document, name, text })),
  );

  test.each(written)("$document: $name (npm run docs writes it)", ({ name, text }) => {
    expect(text).toBe(PARTS[name]);
  });

  test("every part is in exactly one document", () => {
    expect(written.map(({ name }) => name).toSorted()).toEqual(Object.keys(PARTS).toSorted());
  });
});

describe("the generator", () => {
  test("a key with everything, and one with nothing", () => {
    const keys: Schema = {
      required: ["name"],
      properties: {
        name: {
          type: ["string", "null"],
          maxLength: 9,
          description: "The name, at most 9 characters.",
          examples: ["Ana"],
        },
        list: { type: "array", items: { $ref: "#/$defs/one" }, default: "none" },
      },
      $defs: { one: { title: "One thing", properties: { at: { enum: ["a|b"] } } } },
    };
    expect(schemaReference(keys, "Thing")).toBe(
      [
        "#### Thing",
        "",
        "| key | type | default | what it does |",
        "|---|---|---|---|",
        "| **`name`** | string or null, at most 9 characters |  | The name. Example: `Ana` |",
        "| `list` | list of [one things](#one-thing) | `none` |  |",
        "",
        "#### One thing",
        "",
        "| key | type | default | what it does |",
        "|---|---|---|---|",
        String.raw`| ${"`at`"} | ${"`a\\|b`"} |  |  |`,
      ].join("\n"),
    );
  });
});
