/** Every text of a plan may be hostile: whatever it holds, no format lets it act. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toReference } from "../../../src/model/ids.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
import type { Plan } from "../../../src/model/plan/plan.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { progressLine } from "../../../src/report/text/progress-text.ts";
import { FORMATS, REPORTERS, type Format, type ReportContext } from "../../../src/report/reporters.ts";
import {
  at,
  createUser,
  customerPlan,
  customerResult,
  deletePbx,
  field,
  planOf,
  diagnostic,
  resultOf,
  risk,
  roles,
  updateCustomer,
} from "../../support/plan-builders.ts";

/** Every place of a plan where text from outside can stand. */
function plan(text: string): Plan {
  const customer = customerPlan(text, {
    name: text,
    file: text,
    status: "changed",
    at: at(1, text),
    changes: [
      updateCustomer({ at: at(2, text), fields: [field("description", text, text)] }),
      createUser(text, {
        at: at(3, text),
        roles: { add: roles(text), remove: [] },
        risks: [risk("charge", text, text)],
      }),
      deletePbx(text, { at: at(4, text), hold: { why: "ambiguous", detail: text } }),
    ],
    notes: [{ code: "left-alone", text }],
    warnings: [hostileProblem(text)],
    coverage: { declared: 2, compared: 1, notCompared: [{ path: text, why: "not-shown" }] },
  });
  const blocked = customerPlan(text, { name: text, file: text, status: "unreadable", why: text });
  return planOf([customer, blocked], { environment: text, api: text, noLongerManaged: [toReference(text)] });
}

function result(text: string): ApplyResult {
  const [customer] = plan(text).customers;
  if (customer === undefined) throw new Error("the plan has customers");
  const request = { method: "PATCH", path: text, status: 400, message: text };
  const remaining = [{ object: `pbx:${text}` as const, field: text, wanted: text, stored: text, text }];
  return resultOf(
    [
      customerResult(
        customer,
        [
          { status: "failed", why: text, request },
          { status: "unknown", why: text },
          { status: "held", hold: { why: "not-started", detail: text } },
        ],
        { remaining },
      ),
      customerResult(customer, [], { status: "stale", staleness: [text] }),
    ],
    { environment: text, api: text },
  );
}

function hostileProblem(text: string): Diagnostic {
  return diagnostic(text, { summary: text, hint: text, at: at(5, text), excerpt: `${text}\n^` });
}

function context(text: string): ReportContext {
  return {
    style: { color: false, width: 60 },
    toolVersion: "1",
    command: "plan",
    exitCode: 0,
    diagnostics: [hostileProblem(text)],
    markdown: { key: text, artifactHint: text },
  };
}

function everyReport(format: Format, text: string): readonly string[] {
  const reporter = REPORTERS[format];
  const told = context(text);
  return [
    reporter.plan(plan(text), told),
    reporter.drift(plan(text), told),
    reporter.result(result(text), told),
    reporter.diagnostics(told),
  ];
}

const HOSTILE = [
  "x\n::set-output name=a::b",
  "::error::x",
  "a ##[set-env name=PATH]b",
  "\u001B[2J\u001B]8;;http://evil.example\u0007click",
  "\u202Egnp.exe\u2066\u200B",
  "</code></summary></details><script>alert(1)</script><!--",
  "| a | b |\n|---|---|",
  "```\n# heading\n``````\n",
  "[link](http://evil.example) ![](http://evil.example/x.png) @team #1",
  "-->\n\n# owned",
  "%0A::error::x,line=1",
  "\uD800 half",
  "__proto__",
];

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE, "::", "`", "|", "\n", "<", "##["),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

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
