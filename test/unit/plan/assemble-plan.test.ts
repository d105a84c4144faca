import { expect, test } from "vitest";
import { toReference } from "../../../src/model/ids.ts";
import { assemblePlan, keepForAssembly, summarise } from "../../../src/plan/assemble-plan.ts";
import { planCustomer } from "../../../src/plan/plan-customer.ts";
import { createUser, deleteUser, updateUser } from "../../support/change-builders.ts";
import { blockedUser, customerPlan } from "../../support/plan-builders.ts";
import { approval, context, live, wanted } from "../../support/plan-states.ts";

const place = {
  toolVersion: "1.2.3",
  environment: "test",
  api: "https://a",
  noLongerManaged: [],
  leftOut: 0,
  problems: [],
};

test("a summary counts what goes by action, and apart what is held or blocked", () => {
  const held = { why: "last-admin" } as const;
  const plans = [
    customerPlan("A", {
      changes: [createUser("a"), updateUser("b"), updateUser("c", { hold: held })],
      unchanged: 2,
    }),
    customerPlan("B", { changes: [deleteUser("d")], unchanged: 3, blocked: [blockedUser("e")] }),
  ];
  expect(summarise(plans)).toEqual({ create: 1, update: 1, delete: 1, unchanged: 5, held: 1, blocked: 1 });
});

/** A customer that needs nothing. */
const of = (reference: string) => {
  const desiredValue = { ...wanted(), reference: toReference(reference) };
  return keepForAssembly(desiredValue, live(), planCustomer(desiredValue, live(), context()));
};

test("customers come by reference, whatever the order in which they were read", () => {
  const plan = assemblePlan([of("b"), of("A"), of("a")], place, context());
  expect(plan.customers.map(({ reference }) => reference)).toEqual(["A", "a", "b"]);
  expect(plan.digest).toBe(assemblePlan([of("a"), of("b"), of("A")], place, context()).digest);
});

/** So many customers, of which so many are to get a new name. */
function fleet(
  size: number,
  altered: number,
  rest: Parameters<typeof wanted>[1] = {},
  created = 0,
  leftOut = 0,
) {
  const customers = Array.from({ length: size + created }, (_, index) => {
    const name = index < altered ? "New" : "Old";
    const desiredValue = { ...wanted({ name }, rest), reference: toReference(`C-${index}`) };
    const observed = index < size ? live({ name: "Old" }) : ({ state: "absent", instances: [] } as const);
    return keepForAssembly(desiredValue, observed, planCustomer(desiredValue, observed, context()));
  });
  return assemblePlan(customers, { ...place, leftOut }, context());
}

test("customers that are left out of a plan count as there and unaltered", () => {
  expect(fleet(10, 10, {}, 0, 24).summary).toMatchObject({ update: 10, held: 0 });
  expect(fleet(10, 10, {}, 0, 23).summary).toMatchObject({ update: 0, held: 10 });
});

test("more than 30 % of at least ten customers are a mass change", () => {
  expect(fleet(10, 4).summary).toMatchObject({ update: 0, held: 4 });
  expect(fleet(10, 3).summary).toMatchObject({ update: 3, held: 0 });
  expect(fleet(9, 9).summary).toMatchObject({ update: 9, held: 0 });
});

test("new customers never count: neither as altered nor as existing", () => {
  expect(fleet(9, 4, {}, 5).summary).toMatchObject({ create: 5, update: 4, held: 0 });
  expect(fleet(10, 3, {}, 50).summary).toMatchObject({ create: 50, update: 3, held: 0 });
});

test("a customer's own approval lets its part of a mass change go", () => {
  const { summary, customers } = fleet(10, 4, { approvals: [approval("mass-change")] });
  expect(summary).toMatchObject({ update: 4, held: 0 });
  expect(customers[0]?.changes[0]?.risks).toMatchObject([{ risk: "mass-change", approvedBy: "ticket 1" }]);
  expect(customers[0]?.warnings).toEqual([]);
});

test("a customer that is held by a mass change sends nothing", () => {
  expect(fleet(10, 4).customers.map(({ requests }) => requests)).toEqual(Array(10).fill(0));
});
