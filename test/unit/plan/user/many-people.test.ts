import { expect, test } from "vitest";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { ANA, context, live, person, user, wanted } from "../../../support/plan-states.ts";

test("an exact list is planned in passes over the manifest whose number does not grow with the live people", () => {
  const readsWith = (count: number): number => {
    let reads = 0;
    const users = Array.from({ length: 100 }, (_, index) => {
      const one = user(`p${index}@a.example`);
      const { key } = one;
      return Object.defineProperty({ ...one }, "key", { enumerable: true, get: () => (reads++, key) });
    });
    const people = Array.from({ length: count }, (_, index) =>
      person(`p${index}@a.example`, ["customer.user.acd"]),
    );
    const desired = wanted({}, { users, manage: { admins: "additive", users: "exact", roles: "exact" } });
    planCustomer(desired, live({}, { users: [ANA, ...people] }), context());
    return reads;
  };
  expect(readsWith(2_000)).toBe(readsWith(200));
});
