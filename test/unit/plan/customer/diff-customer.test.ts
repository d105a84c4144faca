import { describe, expect, test } from "vitest";
import { findInsidePbx } from "../../../../src/model/plan/change.ts";
import { diffDeletedCustomer, diffCustomer } from "../../../../src/plan/customer/diff-customer.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { field } from "../../../support/change-builders.ts";
import { approval, context, kazoo, live, profile, wanted } from "../../../support/plan-states.ts";

const diff = (desiredValue: Parameters<typeof wanted>[0], state: Parameters<typeof live>[0]) =>
  diffCustomer(wanted(desiredValue), live(state), context());

describe("a customer that is there", () => {
  test("and matches needs no change", () => {
    expect(diff({ name: "Acme" }, { name: "Acme" })).toMatchObject({ changes: [], unchanged: 1 });
  });

  test("is updated in the first wave with all fields that differ", () => {
    expect(diff({ name: "A", timezone: "Z" }, { name: "B", timezone: "Y" })).toMatchObject({
      changes: [
        {
          action: "update",
          wave: 1,
          reason: "field-differs",
          fields: [field("name", "A", "B"), field("timezone", "Z", "Y")],
        },
      ],
      unchanged: 0,
    });
  });

  test("is enabled in the first wave", () => {
    expect(diff({ enabled: true }, { enabled: false }).changes).toMatchObject([
      { wave: 1, reason: "field-differs" },
    ]);
  });

  test("is disabled in the last wave, apart from its other fields", () => {
    expect(diff({ name: "A", enabled: false }, { name: "B", enabled: true }).changes).toMatchObject([
      { wave: 1, fields: [{ name: "name" }] },
      { wave: 6, reason: "disable", fields: [field("enabled", false, true)] },
    ]);
  });

  test("keeps what its manifest does not name", () => {
    expect(diff({}, { description: "by hand" })).toMatchObject({ changes: [], declared: 0 });
  });

  test("gets no trial; a difference that is shown gets a note", () => {
    expect(diff({ trialDuration: 30 }, { trialDuration: 0 })).toMatchObject({
      changes: [],
      notes: [{ code: "create-only" }],
    });
    expect(diff({ trialDuration: 30 }, { trialDuration: 30 }).notes).toEqual([]);
    expect(diff({ trialDuration: 30 }, {}).notes).toEqual([]);
  });

  test("and is to go is deleted in the last wave", () => {
    const gone = wanted({}, { state: "absent" });
    expect(diffDeletedCustomer(gone, context()).changes).toMatchObject([{ action: "delete", wave: 6 }]);
  });
});

describe("a customer that does not exist", () => {
  const absent = { state: "absent", instances: [] } as const;

  test("is created with its first PBX inside; a second one comes behind it", () => {
    const desiredValue = wanted({ name: "Acme" }, { pbxs: [kazoo("One"), kazoo("Two")] });
    const plan = planCustomer(desiredValue, absent, context());
    expect(plan.tenantId).toBeUndefined();
    expect(plan.changes).toMatchObject([
      { kind: "customer", action: "create", wave: 1 },
      { kind: "pbx", action: "create", wave: 2, name: "One", inside: true },
      { kind: "pbx", action: "create", wave: 2, name: "Two" },
    ]);
    expect(plan.changes.map((change) => "inside" in change)).toEqual([false, true, false]);
    expect(findInsidePbx(plan.changes)).toBe(plan.changes[1]);
  });

  test("and is to go needs no change", () => {
    const plan = planCustomer(wanted({}, { state: "absent" }), absent, context());
    expect(plan).toMatchObject({ status: "unchanged", changes: [], unchanged: 1, requests: 0 });
  });

  test("does not create what is to be absent", () => {
    const desiredValue = wanted({}, { pbxs: [kazoo("Old", {}, { state: "absent" }), kazoo("New")] });
    expect(planCustomer(desiredValue, absent, context()).changes.map(({ key }) => key)).toEqual([
      "customer",
      "pbx:New",
    ]);
  });
});

describe("a customer with an object that is blocked", () => {
  const twins = live({}, { pbxs: [profile("A"), profile("A")] });
  const pbxs = [kazoo("A", { hostRest: "h" })];

  test("has no change for it, no risk, and no approval that is called unused", () => {
    const desired = wanted({}, { pbxs, approvals: [approval("restart-pbx")] });
    expect(planCustomer(desired, twins, context())).toMatchObject({
      status: "blocked",
      changes: [],
      warnings: [],
      requests: 0,
      blocked: [
        {
          kind: "pbx",
          key: "pbx:A",
          reason: "ambiguous",
          detail: "2 live PBXs have this name",
          at: { file: "customers/acme.yaml", line: 1, column: 1 },
        },
      ],
    });
  });

  test("and is changed anyway where that is clear", () => {
    expect(
      planCustomer(
        wanted({ name: "New" }, { pbxs }),
        { ...twins, fields: new Map([["name", "Old"]]) },
        context(),
      ),
    ).toMatchObject({
      status: "changed",
      changes: [{ key: "customer" }],
      blocked: [{ key: "pbx:A" }],
    });
  });
});

describe("a customer of which nothing can be planned", () => {
  test.each([
    [{ state: "ambiguous", why: "two of them", tenants: [] }, "ambiguous", "two of them"],
    [{ state: "unreadable", why: "500" }, "unreadable", "500"],
    [
      { state: "deleting", tenantId: live().tenantId },
      "deleting",
      "the deletion was accepted, but the customer is still listed",
    ],
  ] as const)("%j", (observed, status, why) => {
    expect(planCustomer(wanted({ name: "A" }), observed, context())).toMatchObject({
      status,
      why,
      changes: [],
      warnings: [],
      requests: 0,
    });
  });
});
