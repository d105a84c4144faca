import { describe, expect, test } from "vitest";
import type { DesiredCustomer } from "../../../../src/model/customer/desired.ts";
import type { ObservedCustomer } from "../../../../src/model/customer/observed.ts";
import type { PlanContext } from "../../../../src/plan/context.ts";
import { massChange } from "../../../../src/plan/risk/group-risks.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import {
  admin,
  ADMIN,
  ANA,
  approval,
  context,
  live,
  person,
  user,
  wanted,
} from "../../../support/plan-states.ts";

const open = context({
  policy: { ...context().policy, "delete-user": "note", "demote-admin": "note", "mass-change": "note" },
});
const gone = user("ana@acme.example", undefined, { state: "absent" });
/** Every change and why it is held: `user:x last-admin`, `user:y goes`. */
const held = (
  desiredValue: DesiredCustomer,
  state: ObservedCustomer,
  how: PlanContext = open,
): readonly string[] =>
  planCustomer(desiredValue, state, how).changes.map(({ key, hold }) => `${key} ${hold?.why ?? "goes"}`);

/** Addresses. */
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@a.example`);

describe("last-admin", () => {
  test("holds the removal of the only admin, and nothing approves it", () => {
    const approvals = [approval("last-admin"), approval("demote-admin"), approval("delete-user")];
    expect(held(wanted({}, { users: [gone], approvals }), live({}, { users: [ANA] }))).toEqual([
      "user:ana@acme.example last-admin",
    ]);
  });

  test("holds the demotion of all admins at once", () => {
    const eva = person("eva@a.example", ADMIN);
    const users = [gone, user("eva@a.example", [])];
    expect(held(wanted({}, { users }), live({}, { users: [ANA, eva] }))).toEqual([
      "user:ana@acme.example last-admin",
      "user:eva@a.example last-admin",
    ]);
  });

  test("is not met while another admin stays", () => {
    expect(
      held(wanted({}, { users: [gone] }), live({}, { users: [ANA, person("eva@a.example", ADMIN)] })),
    ).toEqual(["user:ana@acme.example goes"]);
  });

  test("is not met when a successor comes before", () => {
    const users = [admin("new@a.example", [], { displayName: "New" }), gone];
    expect(held(wanted({}, { users }), live({}, { users: [ANA] }))).toEqual([
      "user:new@a.example goes",
      "user:ana@acme.example goes",
    ]);
  });

  test("is met when the successor is held, whatever holds it", () => {
    const nameless = [admin("new@a.example"), gone];
    expect(held(wanted({}, { users: nameless }), live({}, { users: [ANA] }))).toEqual([
      "user:new@a.example incomplete",
      "user:ana@acme.example last-admin",
    ]);
    const strict = { ...open, policy: { ...open.policy, "new-admin": "approve" } } as const;
    const named = [admin("new@a.example", [], { displayName: "New" }), gone];
    expect(held(wanted({}, { users: named }), live({}, { users: [ANA] }), strict)).toEqual([
      "user:new@a.example not-approved",
      "user:ana@acme.example last-admin",
    ]);
  });

  test("is not met while the removal of the other admin is held", () => {
    const users = [gone, user("eva@a.example", [])];
    const strict = { ...open, policy: { ...open.policy, "delete-user": "approve" } } as const;
    expect(
      held(wanted({}, { users }), live({}, { users: [ANA, person("eva@a.example", ADMIN)] }), strict),
    ).toEqual(["user:ana@acme.example not-approved", "user:eva@a.example goes"]);
  });

  test("is not met by a customer without admins", () => {
    const users = [user("b@a.example", undefined, { state: "absent" })];
    expect(held(wanted({}, { users }), live({}, { users: [person("b@a.example", [])] }))).toEqual([
      "user:b@a.example goes",
    ]);
  });
});

/** Ten people, so many of whom are altered, and so many new ones. */
const plan = (altered: number, created: number) =>
  planCustomer(
    wanted(
      {},
      {
        users: [
          ...people(10).map((email, index) => user(email, index < altered ? ["customer.settings"] : [])),
          ...people(created).map((_, index) => user(`new${index}@a.example`, [], { displayName: "New" })),
        ],
      },
    ),
    live({}, { users: [ANA, ...people(10).map((email) => person(email, []))] }),
    context(),
  );

const massed = (altered: number, created: number) =>
  plan(altered, created).changes.filter(({ hold }) => hold?.why === "not-approved").length;

describe("mass-change", () => {
  test.each([
    [3, 10, false],
    [4, 10, true],
    [9, 9, false],
    [6, 20, false],
    [7, 20, true],
  ])("%i of %i: %s", (altered, existing, expected) => {
    expect(massChange(altered, existing, "users") !== undefined).toBe(expected);
  });

  test("shows its arithmetic", () => {
    expect(massChange(4, 10, "users")).toBe(
      "4 of 10 users (40%) are changed or removed; more than 30% needs approval",
    );
  });

  test("holds the alterations, and never counts or holds creates", () => {
    expect(massed(4, 5)).toBe(4);
    expect(massed(3, 50)).toBe(0);
  });

  test("counts only people listed in the manifest, unless users are exact", () => {
    const crowd = live(
      {},
      { users: [ANA, ...people(30).map((email) => person(email, ["customer.settings"]))] },
    );
    const named = people(5).map((email) => user(email, []));
    expect(held(wanted({}, { users: named }), crowd, context()).every((line) => line.endsWith("goes"))).toBe(
      true,
    );
    const exact = wanted(
      {},
      { users: named, manage: { admins: "additive", users: "exact", roles: "exact" } },
    );
    expect(held(exact, crowd, context()).every((line) => line.endsWith("not-approved"))).toBe(true);
  });
});
