import { expect, test } from "vitest";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import {
  admin,
  ANA,
  context,
  kazoo,
  live,
  person,
  profile,
  user,
  wanted,
} from "../../../support/plan-states.ts";

const strict = (...risks: ("start-trial" | "new-admin" | "restart-pbx" | "charge")[]) =>
  context({
    policy: { ...context().policy, ...Object.fromEntries(risks.map((risk) => [risk, "approve"])) },
  });
const holds = (...args: Parameters<typeof planCustomer>) =>
  planCustomer(...args).changes.map(({ key, hold }) =>
    hold?.why === "depends-on" ? `${key} waits for ${hold.on}` : `${key} ${hold?.why ?? "goes"}`,
  );
const absent = { state: "absent", instances: [] } as const;
const named = { displayName: "Named" };

test("everything waits for the create of its customer", () => {
  const desiredValue = wanted(
    { trialDuration: 30 },
    { pbxs: [kazoo("A")], users: [admin("a@a.example", [], named), user("b@a.example", [], named)] },
  );
  expect(holds(desiredValue, absent, strict("start-trial"))).toEqual([
    "customer not-approved",
    "pbx:A waits for customer",
    "user:a@a.example waits for customer",
    "user:b@a.example waits for customer",
  ]);
});

test("users wait for the only admin on the way", () => {
  const desiredValue = wanted(
    { name: "New" },
    { users: [admin("a@a.example", [], named), user("b@a.example", ["customer.settings"])] },
  );
  const state = live({ name: "Old" }, { users: [person("b@a.example", [])] });
  expect(holds(desiredValue, state, strict("new-admin"))).toEqual([
    "customer goes",
    "user:a@a.example not-approved",
    "user:b@a.example waits for user:a@a.example",
  ]);
});

test("users do not wait while another admin is on the way", () => {
  const users = [
    admin("a@a.example"),
    admin("c@a.example", [], named),
    user("b@a.example", ["customer.settings"]),
  ];
  expect(holds(wanted({}, { users }), live({}, { users: [person("b@a.example", [])] }), context())).toEqual([
    "user:a@a.example incomplete",
    "user:c@a.example goes",
    "user:b@a.example goes",
  ]);
});

test("users wait for the only admin on the way, that nothing can be planned for", () => {
  const users = [admin("a@a.example"), user("b@a.example", ["customer.settings"])];
  const twins = [person("a@a.example", []), person("A@a.example", [])];
  const state = live({}, { users: [...twins, person("b@a.example", [])] });
  const plan = planCustomer(wanted({}, { users }), state, context());
  expect(plan.blocked).toMatchObject([{ key: "user:a@a.example", reason: "ambiguous" }]);
  expect(plan.changes).toMatchObject([
    { key: "user:b@a.example", hold: { why: "depends-on", on: "user:a@a.example" } },
  ]);
});

test("users do not wait for someone who is no admin and that nothing can be planned for", () => {
  const users = [user("a@a.example", ["customer.settings"]), user("b@a.example", ["customer.settings"])];
  const twins = [person("a@a.example", []), person("A@a.example", [])];
  const state = live({}, { users: [...twins, person("b@a.example", [])] });
  expect(holds(wanted({}, { users }), state, context())).toEqual(["user:b@a.example goes"]);
});

test("users do not wait when there is an admin already", () => {
  const users = [admin("a@a.example"), user("b@a.example", ["customer.settings"])];
  const state = live({}, { users: [ANA, person("b@a.example", [])] });
  expect(holds(wanted({}, { users }), state, context())).toEqual([
    "user:a@a.example incomplete",
    "user:b@a.example goes",
  ]);
});

test("a held PBX holds nobody else", () => {
  const desiredValue = wanted(
    {},
    { pbxs: [kazoo("A", { hostRest: "new" })], users: [user("b@a.example", ["customer.settings"])] },
  );
  const state = live(
    {},
    { pbxs: [profile("A", { hostRest: "old" })], users: [ANA, person("b@a.example", [])] },
  );
  expect(holds(desiredValue, state, context())).toEqual(["pbx:A not-approved", "user:b@a.example goes"]);
});

test("roles are not taken from a person whose other roles are held", () => {
  const desiredValue = wanted({}, { users: [user("b@a.example", ["customer.user.supervisorl1"])] });
  const state = live({}, { users: [ANA, person("b@a.example", ["customer.settings"])] });
  expect(holds(desiredValue, state, strict("charge"))).toEqual([
    "user:b@a.example not-approved",
    "user:b@a.example waits for user:b@a.example",
  ]);
});
