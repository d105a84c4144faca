import { describe, expect, test } from "vitest";
import { toTenantId } from "../../../../src/model/ids.ts";
import { planCustomer } from "../../../../src/plan/plan-customer.ts";
import { ANA, context, kazoo, live, person, profile, user, wanted } from "../../../support/plan-states.ts";
import { risks, absent, withUsers, peopled } from "./plan-risks.ts";

const L1 = "customer.user.supervisorl1";

const features = (desiredValue: number, had: number) =>
  risks(wanted({ "features.agent": desiredValue }), live({ "features.agent": had }));

describe("recreate-customer", () => {
  const former = { tenantId: toTenantId("t-9") };
  test.for([
    [former, "an earlier run wrote to t-9, which no longer exists"],
    [{ ...former, reference: "OLD" }, "an earlier run wrote to t-9, which now has the reference OLD"],
  ] as const)("is met by the create of a customer that an earlier run wrote to: %o", ([was, detail]) => {
    const state = { state: "absent", instances: [], former: was } as const;
    expect(risks(wanted(), state)).toEqual([`customer recreate-customer: ${detail}`]);
  });

  test("is not met by a customer that nobody knows", () => {
    expect(risks(wanted(), absent)).toEqual([]);
  });
});

describe("delete-customer", () => {
  test("is met by state: absent", () => {
    expect(risks(wanted({}, { state: "absent" }), live())).toEqual([
      "customer delete-customer: ends access and call logging; only Support can undo it",
    ]);
  });
});

describe("disable-customer", () => {
  test("is met by enabled: false where it is on", () => {
    expect(risks(wanted({ enabled: false }), live({ enabled: true }))).toEqual([
      "customer disable-customer: blocks portal access; calls are still collected and billed",
    ]);
  });

  test("is not met by a customer that is created disabled", () => {
    expect(risks(wanted({ enabled: false }), absent)).toEqual([]);
  });
});

describe("delete-pbx", () => {
  test("is met by a PBX's state: absent", () => {
    const gone = wanted({}, { pbxs: [kazoo("A", {}, { state: "absent" })] });
    expect(risks(gone, live({}, { pbxs: [profile("A")] }))).toEqual([
      "pbx:A delete-pbx: disconnects the PBX; its calls are no longer collected",
    ]);
  });
});

describe("restart-pbx", () => {
  const desiredValue = wanted({}, { pbxs: [kazoo("A", { hostRest: "new" })] });
  const collector = "pbx:A restart-pbx: calls during the restart are lost";
  const of = (fields: Parameters<typeof profile>[1]) =>
    risks(desiredValue, live({}, { pbxs: [profile("A", fields)] }));

  test("is met by a patch of a PBX that is on, and of one of which nobody says whether it is", () => {
    expect(of({ hostRest: "old", enabled: true })).toEqual([collector]);
    expect(of({ hostRest: "old" })).toEqual([collector]);
  });

  test("is not met by a patch of a PBX that is off", () => {
    expect(of({ hostRest: "old", enabled: false })).toEqual([]);
  });

  test("is not met by creating and enabling one", () => {
    expect(risks(wanted({}, { pbxs: [kazoo("A")] }), live())).toEqual([]);
  });

  test("is not met by finishing an enabling that was cut off", () => {
    const half = live({}, { pbxs: [profile("A")] });
    const plan = planCustomer(wanted({}, { pbxs: [kazoo("A")] }), half, context({ recalled: "pending" }));
    expect(plan.changes).toMatchObject([{ reason: "not-confirmed", risks: [] }]);
  });

  test("is not met by finishing a create that was cut off before its enabling", () => {
    const half = live({}, { pbxs: [profile("A")] });
    const whole = wanted({}, { pbxs: [kazoo("A", { hostRest: "new" })] });
    const plan = planCustomer(whole, half, context({ recalled: "pending" }));
    expect(plan.changes).toMatchObject([{ reason: "not-confirmed", risks: [] }]);
  });
});

describe("charge", () => {
  test("is met by licensed roles, and names them", () => {
    const desiredValue = withUsers(user("b@a.example", [L1, "customer.settings"]));
    expect(risks(desiredValue, peopled(person("b@a.example", [])))).toEqual([
      `user:b@a.example charge: adds ${L1}`,
    ]);
  });

  test("is met by more licences, not by fewer", () => {
    expect(features(5, 3)).toEqual(["customer charge: adds 2 features.agent (3 to 5)"]);
    expect(features(3, 5)).toEqual([]);
  });

  test("is met by the licences of a new customer, unless they are none", () => {
    expect(risks(wanted({ "features.agent": 5 }), absent)).toEqual([
      "customer charge: adds 5 features.agent",
    ]);
    expect(risks(wanted({ "features.agent": 0 }), absent)).toEqual([]);
  });

  test("is not met by taking a role", () => {
    expect(risks(withUsers(user("b@a.example", [])), peopled(person("b@a.example", [L1])))).toEqual([]);
  });
});

describe("send-email", () => {
  const bea = user("b@a.example", undefined, { displayName: "B" });

  test("is met by a new user", () => {
    expect(risks(withUsers(bea), peopled())).toEqual([
      "user:b@a.example send-email: an activation e-mail to b@a.example",
    ]);
  });

  test("is not met where mail is off, by the manifest or by what Dimensions shows", () => {
    const quiet = { ...withUsers(bea), fields: wanted({ sendNewUserEmail: false }).fields };
    expect(risks(quiet, live({ sendNewUserEmail: false }, { users: [ANA] }))).toEqual([]);
    expect(risks(withUsers(bea), live({ sendNewUserEmail: false }, { users: [ANA] }))).toEqual([]);
  });

  test("is met by enabling a customer", () => {
    expect(risks(wanted({ enabled: true }), live({ enabled: false }))).toEqual([
      "customer send-email: an invitation to every user with a login",
    ]);
  });
});

describe("start-trial", () => {
  test("is met by a new customer with a trial, not by one without", () => {
    expect(risks(wanted({ trialDuration: 30 }), absent)).toEqual([
      "customer start-trial: 30 days, then billed automatically",
    ]);
    expect(risks(wanted({ trialDuration: 0 }), absent)).toEqual([]);
  });
});

test("the policy may allow a risk, which is then not shown", () => {
  const policy = { ...context().policy, "start-trial": "allow" } as const;
  const plan = planCustomer(wanted({ trialDuration: 30 }), absent, context({ policy }));
  expect(plan.changes[0]?.risks).toEqual([]);
});

describe("large-charge", () => {
  const grows = (before: number, after: number, factor = 10): readonly string[] =>
    planCustomer(
      wanted({ "features.agent": after }),
      live({ "features.agent": before }),
      context({ largeChargeFactor: factor }),
    ).changes.map(({ hold }) => (hold?.why === "not-approved" ? hold.risks.join() : "goes"));

  test("is met by more than the policy's factor; fewer than ten count as ten", () => {
    expect(grows(25, 250)).toEqual(["goes"]);
    expect(grows(25, 251)).toEqual(["large-charge"]);
    expect(grows(1, 100)).toEqual(["goes"]);
    expect(grows(0, 101)).toEqual(["large-charge"]);
    expect(grows(25, 51, 2)).toEqual(["large-charge"]);
  });

  test("is not met by fewer", () => {
    expect(grows(2500, 25)).toEqual(["goes"]);
  });
});
