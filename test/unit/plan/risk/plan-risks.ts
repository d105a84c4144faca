/** Plans of one customer for the tests of its risks. */
import type { DesiredCustomer } from "../../../../src/model/customer/desired.ts";
import type { ObservedCustomer } from "../../../../src/model/customer/observed.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { admin, ANA, context, live, person, user, wanted } from "../../../support/plan-states.ts";

/** The risks of a plan, change by change: `user:x delete-user: x@…`. */
export function risks(desiredValue: DesiredCustomer, state: ObservedCustomer): readonly string[] {
  return planCustomer(desiredValue, state, context()).changes.flatMap(({ key, risks: findings }) =>
    findings.map(({ risk, detail }) => `${key} ${risk}: ${detail}`),
  );
}
export const absent = { state: "absent", instances: [] } as const;

export const withUsers = (...users: ReturnType<typeof user>[]) =>
  wanted({}, { users: [admin("ana@acme.example"), ...users] });
export const peopled = (...users: ReturnType<typeof person>[]) => live({}, { users: [ANA, ...users] });
