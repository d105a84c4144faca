import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../../src/model/plan/plan.ts";
import { commentMarker } from "../../../../src/report/markdown/comment.ts";
import {
  driftMarkdown,
  planMarkdown,
  problemsMarkdown,
  resultMarkdown,
} from "../../../../src/report/markdown/markdown.ts";
import { createUser } from "../../../support/change-builders.ts";
import { customerPlan, planOf, diagnostic } from "../../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../../support/result-builders.ts";

/** A plan of so many customers, each with so many new users. */
function bigPlan(customers: number, users: number, text = "Acme"): Plan {
  const changes = Array.from({ length: users }, (_, index) => createUser(`user${index}@acme.example`));
  const many = Array.from({ length: customers }, (_, index) =>
    customerPlan(`REF-${index}`, { name: `${text} ${index}`, changes }),
  );
  return planOf(many);
}

describe("a comment is found again by its first line", () => {
  test.each([
    ["", "<!-- dimctl -->"],
    ["sandbox", "<!-- dimctl sandbox -->"],
    ["--> x", "<!-- dimctl ____x -->"],
  ])("%j", (key, marker) => {
    expect(commentMarker(key)).toBe(marker);
    expect(planMarkdown(bigPlan(1, 1), [], { key }).split("\n")[0]).toBe(marker);
  });
});

describe("a comment stays under its limit", () => {
  test("2,000 customers with 20 changes each: rows, then a pointer to the rest", () => {
    const comment = planMarkdown(bigPlan(2000, 20), [], { artifactHint: "the artifact dimctl-plan" });
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(/\| and \d+ more \|/);
    expect(comment).toContain("40000 to create, 0 to update, 0 to delete, 0 held (2000 customers)");
    expect(comment.endsWith("_Truncated: see the artifact dimctl-plan for the full report._")).toBe(true);
  });

  test("a customer whose details are too long is left out, the others keep theirs", () => {
    const small = customerPlan("SMALL", { changes: [createUser("a@small.example")] });
    const [huge] = bigPlan(1, 2000).customers;
    if (huge === undefined) throw new Error("there is one customer");
    const comment = planMarkdown(planOf([huge, small]), []);
    expect(comment).toContain("<code>REF-0</code>");
    expect(comment).not.toContain("<summary><code>REF-0</code>");
    expect(comment).toContain("<summary><code>SMALL</code>");
  });

  test("a comment that fits is not shortened", () => {
    expect(planMarkdown(bigPlan(3, 2), [])).not.toContain("Shortened");
  });

  test("whatever the sizes and texts, in every kind", () => {
    const sizes = fc.record({
      customers: fc.integer({ min: 0, max: 60 }),
      users: fc.integer({ min: 0, max: 12 }),
      text: fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.constantFrom("<", "\u{E0041}", "`").map((bad) => bad.repeat(1000)),
      ),
      limit: fc.integer({ min: 8000, max: 20_000 }),
    });
    fc.assert(
      fc.property(sizes, ({ customers, users, text, limit }) => {
        const plan = { ...bigPlan(customers, users, text), environment: text };
        const result = resultOf(
          plan.customers.map((customer) => customerResult(customer, [{ status: "failed", why: text }])),
          { environment: text },
        );
        const diagnostics = [diagnostic("x", { summary: text, at: { file: text, line: 1, column: 1 } })];
        const options = { limit, artifactHint: text };
        for (const comment of [
          planMarkdown(plan, diagnostics, options),
          driftMarkdown(plan, diagnostics, options),
          resultMarkdown(result, diagnostics, options),
          problemsMarkdown(diagnostics, options),
        ]) {
          expect(comment.length).toBeLessThanOrEqual(limit);
          expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
        }
      }),
      { numRuns: 25 },
    );
  });
});
