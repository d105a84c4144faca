/** Every text of a plan may be hostile: whatever it holds, no format lets it act. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { progressLine } from "../../../src/report/text/progress-text.ts";
import { FORMATS, type Format } from "../../../src/report/reporters.ts";
import { result, context, everyReport, HOSTILE, hostileText } from "./hostile-reports.ts";

const CHECKS: Record<Format, (report: string) => void> = {
  text: isHarmlessLog,
  json: (report) => {
    isHarmlessLog(report);
    JSON.parse(report);
  },
  markdown: (report) => {
    isHarmlessLog(report);
    const prose = withoutFences(report);
    expect(prose.match(/<!--/g)).toHaveLength(1);
    expect(prose.startsWith("<!-- dimctl")).toBe(true);
    const tags =
      prose
        .split("\n")
        .slice(1)
        .join("\n")
        .match(/<[^>]*>?/g) ?? [];
    expect(tags.filter((tag) => !/^<\/?(details|summary|code)>$/.test(tag))).toEqual([]);
    const outside = prose.replaceAll(/<code>.*?<\/code>/g, "");
    expect(outside).not.toMatch(/\]\(|@|http:\/\//);
  },
  github: (report) => {
    const lines = report.split("\n");
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(error|warning|notice) [^:]*::[^\n]*$/);
    expect(lines.at(-1)).not.toMatch(/^\s*::|##\[/);
    isVisible(report);
  },
  sarif: (report) => {
    isHarmlessLog(report);
    JSON.parse(report);
  },
};

describe.each(FORMATS)("format %s", (format) => {
  test.each(HOSTILE)("shows %j as text", (text) => {
    for (const report of everyReport(format, text)) CHECKS[format](report);
  });

  test("shows any text as text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const report of everyReport(format, text)) CHECKS[format](report);
      }),
      { numRuns: 40 },
    );
  });
});

test("a line of progress is one line", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const done = result(text);
      for (const customer of done.customers) {
        const shown = progressLine({ type: "customer", result: customer }, context(text).style) ?? "";
        expect(shown.split("\n")).toHaveLength(1);
        for (const change of customer.changes) {
          const line = progressLine(
            { type: "finished", reference: customer.reference, change, outcome: change.outcome },
            context(text).style,
          );
          isHarmlessLog(line ?? "");
          expect(line).not.toContain("\n");
        }
      }
    }),
    { numRuns: 40 },
  );
});

function isVisible(report: string): void {
  expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
}

/** No line of it is a workflow command, and nothing in it moves what a reader sees. */
function isHarmlessLog(report: string): void {
  isVisible(report);
  expect(report).not.toMatch(/##\[/);
  expect(report).not.toMatch(/^\s*::/m);
}

/** What is outside of fenced code: a fence is closed by one at least as long, alone on its line. */
function withoutFences(report: string): string {
  let open: string | undefined;
  const kept: string[] = [];
  for (const line of report.split("\n")) {
    const fence = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (open === undefined && fence?.[1] !== undefined) open = fence[1];
    else if (open === undefined) kept.push(line);
    else if (fence?.[1] !== undefined && fence[1].length >= open.length && fence[2]?.trim() === "")
      open = undefined;
  }
  expect(open).toBeUndefined();
  return kept.join("\n");
}
