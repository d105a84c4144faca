import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { planDigest } from "../../../../src/plan/saved/digest.ts";
import { ANA, context, live, person, wanted } from "../../../support/plan-states.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

test("the digest does not move with the order in which two users of one address are listed", () => {
  const twins = ["a", "b"].map((id) => person("eva@a.example", ["customer.user.acd"], { id: toUserId(id) }));
  const desired = wanted({}, { manage: { admins: "additive", users: "exact", roles: "exact" } });
  const digests = [twins, twins.toReversed()].map((users) => {
    const plan = planCustomer(desired, live({}, { users: [ANA, ...users] }), context());
    expect(plan.changes.length).toBe(2);
    return planDigest("https://api.example", [plan], hash);
  });
  expect(digests[0]).toBe(digests[1]);
});
