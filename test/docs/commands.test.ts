import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TOOL_VERSION } from "../../src/commands/frame/tool-version.ts";
import { fences, withFenceText, type Fence } from "./markdown.ts";
import { DOCUMENTS, isUpdating, read, ROOT } from "./repository.ts";
import { makeSandboxClone, type SandboxClone } from "./sandbox-clone.ts";
import { shortened } from "./shortened.ts";

/*
 * Every `sh` block of every document is run in a fresh clone against the sandbox, in document order; a
 * `text` block right behind it is what it prints. Comments above a block say what a reader need not see:
 *
 *   <!-- setup: sed -i … -->      is run first: what the prose asks the reader to do
 *   <!-- exit code: 3 -->         what the block ends with; 0 otherwise
 *   <!-- not run: needs … -->     it is not run, and why
 *   <!-- output: shortened -->    above a `text` block: of the fields of each change only the first two are shown
 */

const WHY_NOT = [
  "it takes minutes",
  "it runs until it is interrupted",
  "it needs an account at Dimensions",
  "it needs a repository on GitHub",
];
const isShell = ({ language }: Fence): boolean => language === "sh";
const withCommands = DOCUMENTS.filter((document) => fences(read(document)).some(isShell));

describe.each(withCommands)("%s", (document) => {
  const blocks = fences(read(document));
  const commands = blocks.filter(isShell);
  let clone: SandboxClone;
  beforeAll(() => {
    clone = makeSandboxClone();
  });
  afterAll(() => clone.remove());

  test.each(
    commands.map((block) => [`line ${block.line}: ${block.text.split("\n").at(-1)}`, block] as const),
  )("%s", (_, block) => {
    const whyNot = block.notes.get("not run");
    if (whyNot !== undefined) return expect(WHY_NOT).toContain(whyNot);
    const setup = block.notes.get("setup");
    if (setup !== undefined) expect(clone.run(setup)).toMatchObject({ code: 0 });
    const ran = clone.run(block.text);
    expect({ ...ran, expected: Number(block.notes.get("exit code") ?? 0) }).toEqual({
      ...ran,
      expected: ran.code,
    });
    const at = blocks.indexOf(block) + 1;
    if (blocks[at]?.language === "text") return compare(document, at, ran.stdout);
    return undefined;
  });
});

test("npx finds the program of a clone", () => {
  const clone = makeSandboxClone();
  const ran = clone.run("npm exec -- dimctl --version");
  clone.remove();
  expect(ran).toMatchObject({ code: 0, stdout: `${TOOL_VERSION}\n` });
});

/** Compares what was printed with what the document shows, or, in `npm run docs`, writes it there. */
function compare(document: string, at: number, stdout: string): void {
  // Read again: a block before this one may have been written in this run.
  const text = read(document);
  const block = fences(text)[at];
  if (block === undefined) throw new Error(`${document} has no block ${at}`);
  const whole = withFixedDates(stdout.trimEnd());
  const shown = block.notes.get("output") === "shortened" ? shortened(whole) : whole;
  if (!isUpdating) return expect(block.text).toBe(shown);
  return writeFileSync(join(ROOT, document), withFenceText(text, block, shown));
}

/** The date that an approval is proposed with is a fortnight from today. */
function withFixedDates(text: string): string {
  return text.replaceAll(/until: \d{4}-\d\d-\d\d/g, "until: 2026-12-24");
}
