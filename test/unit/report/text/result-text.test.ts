import { describe, expect, test } from "vitest";
import type { ApplyEvent, ApplyResult, Outcome } from "../../../../src/model/plan/outcome.ts";
import { nextSteps } from "../../../../src/report/wording/format-outcome.ts";
import { progressLine } from "../../../../src/report/text/progress-text.ts";
import { resultText } from "../../../../src/report/text/result-text.ts";
import { createUser, updateUser } from "../../../support/change-builders.ts";
import { customerPlan } from "../../../support/plan-builders.ts";
import { customerResult, resultOf } from "../../../support/result-builders.ts";

const STYLE = { color: false, width: 100 };
const ANA = createUser("ana@acme.example", { admin: true });
const BRUNO = updateUser("bruno@acme.example");
const CUSTOMER = customerPlan("ACME-1", { changes: [ANA, BRUNO] });
const NOT_STARTED: Outcome = {
  status: "held",
  hold: { why: "not-started", detail: "no admin is confirmed" },
};

const applied = (outcome: Outcome, rest: Partial<ApplyResult> = {}): ApplyResult =>
  resultOf([customerResult(CUSTOMER, [outcome])], rest);

describe("the whole text", () => {
  test("everything done", () => {
    expect(resultText(applied({ status: "done" }), STYLE)).toBe(`Done: ACME-1 (2 changes).

Apply complete: 2 done, 0 failed, 0 held, 0 unknown, 0 unchanged (1 customer).`);
  });

  test("nothing to do", () => {
    expect(resultText(resultOf([customerResult(customerPlan("A"), [])]), STYLE)).toBe(`Unchanged: A.

No changes. 1 customer matches its manifest.`);
  });

  test("a failure, and what it kept from starting", () => {
    const failed = {
      status: "failed",
      why: "Dimensions refused it",
      request: { method: "POST", path: "/x", status: 400, message: "Bad" },
    } as const;
    expect(resultText(resultOf([customerResult(CUSTOMER, [failed, NOT_STARTED])]), STYLE))
      .toBe(`ACME-1  Acme Dental  customers/acme.yaml
  failed   create admin ana@acme.example  customers/acme.yaml:3
           Dimensions refused it
           POST /x → 400: Bad
  not started: no admin is confirmed
    · grant roles to user bruno@acme.example

Apply incomplete: 0 done, 1 failed, 1 held, 0 unknown, 0 unchanged (1 customer).
Next: Re-run the same command; it resumes where it stopped.
Next: Fix the errors above; re-running will not help until they are fixed.`);
  });

  test("a customer that moved since the plan was saved", () => {
    const stale = customerResult(
      CUSTOMER,
      [{ status: "held", hold: { why: "stale", detail: "it has moved" } }],
      {
        status: "stale",
        staleness: ["timezone was America/Denver, is America/Phoenix"],
      },
    );
    expect(resultText(resultOf([{ ...stale, changes: [] }]), STYLE))
      .toBe(`ACME-1  Acme Dental  customers/acme.yaml
  stale: live state or manifest changed since the plan; nothing was applied
    · timezone was America/Denver, is America/Phoenix

Apply incomplete: 0 done, 0 failed, 0 held, 0 unknown, 0 unchanged (1 customer).
Next: Re-plan: these customers changed after the plan was made.`);
  });

  test("a run that ran out of time", () => {
    expect(resultText(applied(NOT_STARTED, { interrupted: "timeout" }), STYLE)).toContain(
      "Stopped by the time limit (--timeout): the rest was not started.\nApply incomplete: 0 done",
    );
  });
});

describe("what to do next", () => {
  const again = "Re-run the same command; it resumes where it stopped.";
  const approve = "Add the approvals shown above to the manifests, get them reviewed, and apply again.";
  const fix = "Fix the errors above; re-running will not help until they are fixed.";

  test.each<[string, Outcome, readonly string[]]>([
    ["done", { status: "done" }, []],
    ["failed", { status: "failed", why: "x" }, [again]],
    ["unknown", { status: "unknown", why: "x" }, [again]],
    ["not imported", { status: "held", hold: { why: "not-imported", detail: "x" } }, [again]],
    ["not approved", { status: "held", hold: { why: "not-approved", risks: ["delete-user"] } }, [approve]],
    ["ambiguous", { status: "held", hold: { why: "ambiguous", detail: "x" } }, [fix]],
    ["last admin", { status: "held", hold: { why: "last-admin" } }, [fix]],
  ])("%s", (_title, outcome, expected) => {
    expect(nextSteps(applied(outcome))).toEqual(expected);
  });
});

describe("progress: one line per event", () => {
  const finished = (outcome: Outcome): ApplyEvent => ({
    type: "finished",
    reference: CUSTOMER.reference,
    change: ANA,
    outcome,
  });

  test.each<[string, ApplyEvent, string | undefined]>([
    ["a start says nothing", { type: "started", reference: CUSTOMER.reference, change: ANA }, undefined],
    ["done", finished({ status: "done" }), "ACME-1  created admin ana@acme.example"],
    [
      "done otherwise",
      finished({ status: "done", note: "was there already" }),
      "ACME-1  created admin ana@acme.example (was there already)",
    ],
    ["unchanged", finished({ status: "unchanged" }), "ACME-1  unchanged admin ana@acme.example"],
    [
      "failed",
      finished({ status: "failed", why: "refused", request: { method: "POST", path: "/x", status: 409 } }),
      "ACME-1  failed: create admin ana@acme.example: refused (POST /x → 409)",
    ],
    [
      "held",
      finished({ status: "held", hold: { why: "last-admin" } }),
      "ACME-1  held: create admin ana@acme.example: the customer would be left without an admin; cannot be approved",
    ],
    [
      "not started",
      finished(NOT_STARTED),
      "ACME-1  not started: create admin ana@acme.example: no admin is confirmed",
    ],
    [
      "waiting",
      { type: "waiting", reference: CUSTOMER.reference, change: ANA, text: "for the PBX import, 20 s left" },
      "ACME-1  waiting: admin ana@acme.example: for the PBX import, 20 s left",
    ],
    [
      "a customer is done",
      { type: "customer", result: customerResult(CUSTOMER, [{ status: "done" }]) },
      "ACME-1  done: 2 changes",
    ],
    [
      "a customer is not",
      { type: "customer", result: customerResult(CUSTOMER, [{ status: "done" }, NOT_STARTED]) },
      "ACME-1  incomplete: 1 done, 1 held",
    ],
    [
      "a blocked customer",
      {
        type: "customer",
        result: customerResult(
          customerPlan("B", { status: "ambiguous", why: "two have this reference" }),
          [],
          { status: "incomplete" },
        ),
      },
      "B  incomplete: ambiguous: two have this reference",
    ],
  ])("%s", (_title, event, expected) => {
    expect(progressLine(event, STYLE)).toBe(expected);
  });

  test("in colour it says the same", () => {
    expect(progressLine(finished({ status: "done" }), { color: true, width: 80 })).toBe(
      "\u001B[1mACME-1\u001B[0m  \u001B[32mcreated\u001B[0m admin ana@acme.example",
    );
  });
});
