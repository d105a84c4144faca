/** Plans, results and reports that hold one text wherever text from outside can stand. */
import * as fc from "fast-check";
import { toReference } from "../../../src/model/ids.ts";
import type { ApplyResult } from "../../../src/model/plan/outcome.ts";
import type { Plan } from "../../../src/model/plan/plan.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { REPORTERS, type Format, type ReportContext } from "../../../src/report/reporters.ts";
import {
  at,
  createUser,
  deletePbx,
  field,
  risk,
  roles,
  updateCustomer,
} from "../../support/change-builders.ts";
import { customerPlan, planOf, diagnostic } from "../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../support/result-builders.ts";

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

export function result(text: string): ApplyResult {
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

export function context(text: string): ReportContext {
  return {
    style: { color: false, width: 60 },
    toolVersion: "1",
    command: "plan",
    exitCode: 0,
    diagnostics: [hostileProblem(text)],
    markdown: { key: text, artifactHint: text },
  };
}

export function everyReport(format: Format, text: string): readonly string[] {
  const reporter = REPORTERS[format];
  const told = context(text);
  return [
    reporter.plan(plan(text), told),
    reporter.drift(plan(text), told),
    reporter.result(result(text), told),
    reporter.diagnostics(told),
  ];
}

export const HOSTILE = [
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

export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE, "::", "`", "|", "\n", "<", "##["),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));
