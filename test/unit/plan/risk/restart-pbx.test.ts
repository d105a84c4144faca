import { expect, test } from "vitest";
import type { ObservedUser } from "../../../../src/model/customer/observed.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { context, kazoo, live, person, profile, wanted } from "../../../support/plan-states.ts";

const planned = (...users: ObservedUser[]) =>
  planCustomer(wanted({}, { pbxs: [kazoo("A")] }), live({}, { pbxs: [profile("A")], users }), context())
    .changes;

test("restart-pbx is not met by the enabling of a PBX whose customer has no admin yet, also without a memory", () => {
  expect(planned(person("ben@acme.example", ["customer.user"]))).toMatchObject([
    { reason: "not-confirmed", risks: [] },
  ]);
});

test("restart-pbx is met by it, without a memory, while people are there whose roles are not known", () => {
  expect(planned(person("ben@acme.example"))).toMatchObject([
    { reason: "not-confirmed", risks: [{ risk: "restart-pbx" }] },
  ]);
});
