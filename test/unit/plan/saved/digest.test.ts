import { expect, test } from "vitest";
import { planDigest } from "../../../../src/plan/saved/digest.ts";
import {
  at,
  createUser,
  field,
  risk,
  roles,
  updateCustomer,
  updateAwaitedUser,
  updateUser,
} from "../../../support/change-builders.ts";
import { customerPlan } from "../../../support/plan-builders.ts";

const hash = (text: string): string => text;
const digest = (...customers: ReturnType<typeof customerPlan>[]): string =>
  planDigest("https://a", customers, hash);
const base = updateCustomer({ fields: [field("name", "New", "Old")] });
const same = digest(customerPlan("A", { changes: [base] }));

const held = (...ids: string[]) =>
  digest(
    customerPlan("A", {
      changes: [updateUser("b", { roles: { held: roles(...ids), add: [], remove: [] } })],
    }),
  );

test.each([
  ["where it stands", { at: at(99) }],
  ["what is risky about it", { risks: [risk("charge", "adds")] }],
  ["what holds it", { hold: { why: "last-admin" } as const }],
  ["why it is made", { reason: "reassert" as const }],
])("does not depend on %s", (_, rest) => {
  expect(digest(customerPlan("A", { changes: [{ ...base, ...rest }] }))).toBe(same);
});

test.each([
  ["the value to be written", { fields: [field("name", "Other", "Old")] }],
  ["the value before", { fields: [field("name", "New", "Older")] }],
  ["the wave", { wave: 6 as const }],
  ["the fields", { fields: [] }],
])("depends on %s", (_, rest) => {
  expect(digest(customerPlan("A", { changes: [{ ...base, ...rest }] }))).not.toBe(same);
});

test("does not depend on customers that need nothing", () => {
  expect(digest(customerPlan("A", { changes: [base] }), customerPlan("B"))).toBe(same);
});

test("depends on the service and on the customer", () => {
  expect(planDigest("https://b", [customerPlan("A", { changes: [base] })], hash)).not.toBe(same);
  expect(digest(customerPlan("B", { changes: [base] }))).not.toBe(same);
});

test("does not depend on the order of fields", () => {
  const fields = [field("name", "New", "Old"), field("description", "x", "y")];
  const changed = (...ordered: typeof fields) =>
    digest(customerPlan("A", { changes: [{ ...base, fields: ordered }] }));
  expect(changed(...fields)).toBe(changed(...fields.toReversed()));
});

test("does not depend on the order of roles, and does on which they are", () => {
  expect(held("x", "y")).toBe(held("y", "x"));
  expect(held("x")).not.toBe(held("y"));
});

test("tells a person who is there from one who is to be created or imported", () => {
  const digests = [createUser("b"), updateAwaitedUser("b"), updateUser("b")].map((change) =>
    digest(customerPlan("A", { changes: [change] })),
  );
  expect(new Set(digests).size).toBe(3);
});
