import { describe, expect, test } from "vitest";
import type { Hold } from "../../../../src/model/plan/change.ts";
import { driftText } from "../../../../src/report/text/drift-text.ts";
import { planText, planVerdict } from "../../../../src/report/text/plan-text.ts";
import {
  createUser,
  deleteCustomer,
  field,
  risk,
  roles,
  updateCustomer,
  updatePbx,
  updateUser,
} from "../../../support/change-builders.ts";
import { customerPlan, planOf } from "../../../support/plan-builders.ts";

const STYLE = { color: false, width: 100 };
const withoutHeading = (text: string): string => text.split("\n").slice(3, -2).join("\n");

describe("the verdict", () => {
  const unchanged = customerPlan("A");
  const changed = customerPlan("B", { changes: [createUser("b@b.example")], requests: 5 });
  const ambiguous = customerPlan("C", { status: "ambiguous", why: "two have this reference" });

  test.each([
    ["no customers", [], "No changes. No customers selected."],
    ["one unchanged", [unchanged], "No changes. 1 customer matches its manifest."],
    ["two unchanged", [unchanged, unchanged], "No changes. 2 customers match their manifests."],
    [
      "one unchanged, one that cannot be planned",
      [unchanged, ambiguous],
      "No changes for the other customers. 1 customer could not be planned.",
    ],
    [
      "one that Dimensions is still deleting",
      [unchanged, customerPlan("D", { status: "deleting" })],
      "No changes for the other customers. 1 customer is still being deleted.",
    ],
    [
      "requests of unchanged customers are not counted",
      [unchanged, changed],
      "Plan: 1 to create, 0 to update, 0 to delete, 0 held (2 customers). About 5 API requests.",
    ],
  ])("%s", (_title, customers, expected) => {
    expect(planVerdict(planOf(customers))).toBe(expected);
  });
});

test("an empty plan is three lines", () => {
  expect(planText(planOf([customerPlan("A"), customerPlan("B")]), STYLE))
    .toBe(`Plan for sandbox  http://127.0.0.1:4010

Unchanged: A, B.

No changes. 2 customers match their manifests.`);
});

test("of many unchanged customers ten are named", () => {
  const many = Array.from({ length: 200 }, (_, index) => customerPlan(`R${index}`));
  expect(planText(planOf(many), STYLE)).toContain(
    "Unchanged: R0, R1, R2, R3, R4, R5, R6, R7, R8, R9 and 190 more.",
  );
});

test("an unchanged customer whose secret cannot be compared is counted", () => {
  const coverage = {
    declared: 2,
    compared: 1,
    notCompared: [{ path: "pbxs[0].apiKey", why: "secret-missing" }],
  } as const;
  expect(planText(planOf([customerPlan("A", { coverage })]), STYLE)).toContain(
    "Unchanged: A; 1 managed field not verified.",
  );
});

describe("why a change is held", () => {
  test.each<[Hold, string]>([
    [{ why: "last-admin" }, "held: the customer would be left without an admin; cannot be approved"],
    [{ why: "depends-on", on: "pbx:Kazoo" }, "held: depends on PBX Kazoo, which is not applied"],
    [{ why: "depends-on", on: "customer" }, "held: depends on the customer, which is not applied"],
    [
      { why: "ambiguous", detail: "two users have this address" },
      "held: ambiguous: two users have this address",
    ],
    [
      { why: "higher-level", detail: "a reseller's user" },
      "held: managed at a higher level: a reseller's user",
    ],
    [
      { why: "not-imported", detail: "no one has this address" },
      "held: pending PBX import: no one has this address",
    ],
    [
      { why: "incomplete", detail: "displayName" },
      "held: required to create, but missing in the manifest: displayName",
    ],
  ])("%j", (hold, expected) => {
    const plan = planOf([customerPlan("A", { changes: [updateUser("a@a.example", { hold })] })]);
    expect(planText(plan, STYLE)).toContain(`      ${expected}\n`);
  });

  test("not approved: the lines to add to the customer's own manifest, one per risk", () => {
    const risks = [risk("disable-customer"), risk("mass-change", "4 of 10")];
    const change = updateCustomer({
      wave: 6,
      reason: "disable",
      risks,
      hold: { why: "not-approved", risks: ["disable-customer", "mass-change"] },
      fields: [field("enabled", false, true)],
      at: { file: "customers/_defaults.yaml", line: 2, column: 1 },
    });
    const text = planText(planOf([customerPlan("A", { changes: [change] })]), STYLE, {
      approveUntil: "2026-12-24",
    });
    expect(withoutHeading(text)).toBe(`  Wave 6: PBX removals; customer disabled or deleted
  ~ disable customer Acme Dental [held]  customers/_defaults.yaml:2
      enabled: false in the manifest
      enabled  true → false
      ! disables the customer
      ! mass change: 4 of 10
      held: needs approval: disables the customer, mass change
      To approve, add to customers/acme.yaml:
        approve:
          - { risk: disable-customer, until: 2026-12-24, reason: "…" }
          - { risk: mass-change, until: 2026-12-24, reason: "…" }
  About 2 API requests.`);
  });
});

test("renamed objects are shown with the name that they had", () => {
  const changes = [
    updatePbx("New", {
      reason: "renamed",
      formerKey: "pbx:Old",
      fields: [field("name", "New", "Old")],
    }),
    updateUser("ana@new.example", {
      reason: "renamed",
      formerKey: "user:ana@old.example",
      admin: true,
      wave: 3,
    }),
  ];
  expect(withoutHeading(planText(planOf([customerPlan("A", { changes })]), STYLE)))
    .toBe(`  Wave 2: PBX connections
  ~ rename PBX New  customers/acme.yaml:2
      renamed in the manifest; formerly PBX Old
      name  "Old" → "New"
  Wave 3: admins (later waves wait until one is confirmed)
  ~ rename admin ana@new.example  customers/acme.yaml:4
      renamed in the manifest; formerly user ana@old.example
  About 2 API requests.`);
});

test("a role that only the configuration knows has no label", () => {
  const change = updateUser("a@a.example", { roles: { add: roles("customer.extra"), remove: [] } });
  expect(planText(planOf([customerPlan("A", { changes: [change] })]), STYLE)).toContain(
    "      + customer.extra\n",
  );
});

test("drift of a customer that should be gone, and none at all", () => {
  const gone = customerPlan("A", { changes: [deleteCustomer()] });
  expect(driftText(planOf([gone]), STYLE)).toBe(`A  Acme Dental  customers/acme.yaml
  + customer Acme Dental still exists in Dimensions  customers/acme.yaml:6

Drift in sandbox: 1 live change not made through git, in 1 of 1 customer.`);
  expect(driftText(planOf([customerPlan("A")]), STYLE)).toBe(`Unchanged: A.

No drift in sandbox: 1 customer verified.`);
});
