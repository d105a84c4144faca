import { expect, test } from "vitest";
import { toTenantId } from "../../../src/model/ids.ts";
import { createUser, field, roles, updateCustomer } from "../../support/change-builders.ts";
import { customerPlan } from "../../support/plan-builders.ts";
import { ACME, acme, LOST_AFTER, play } from "./stage.ts";

const OTHER = "bbbbbbbb-0000-4000-8000-000000000002";
const rename = updateCustomer({ fields: [field("name", "Acme Dental", "Acme")] });

test("the end of the credentials ends the other customers, too: nothing of theirs is started", async () => {
  const other = customerPlan("OTHER", {
    changes: [updateCustomer({ fields: [field("name", "Better", "Other")] })],
    tenantId: toTenantId(OTHER),
  });
  const { error, results } = await play([acme([rename]), other], {
    customers: [ACME, { id: OTHER, fields: { name: "Other", reference: "OTHER" } }],
    switches: { tokens: "issued" },
    options: { concurrency: 1 },
  });
  expect(error).toMatchObject({ kind: "unauthorised" });
  expect(
    results.map(({ reference, changes }) => [reference, changes.map(({ outcome }) => outcome)]),
  ).toMatchObject([
    ["ACME", [{ status: "failed", why: "Dimensions refused the credentials" }]],
    ["OTHER", [{ status: "held", hold: { why: "not-started", detail: "the run ended first" } }]],
  ]);
});

test("somebody who was created, and found again, is unknown when the credentials end before the rest", async () => {
  const carla = createUser("carla@acme.example", {
    fields: [field("displayName", "Carla")],
    roles: { add: roles("customer.settings"), remove: [] },
  });
  const come = { isLost: false, isFound: false };
  const { error, outcomes } = await play([acme([carla])], {
    fault: ({ method, path }) => {
      if (method === "POST") {
        come.isLost = true;
        return LOST_AFTER;
      }
      come.isFound ||= come.isLost && path.endsWith("/users");
      return undefined;
    },
    tokensGoodUntil: () => come.isFound,
  });
  expect(error).toMatchObject({ kind: "unauthorised" });
  expect(outcomes[carla.key]).toMatchObject({
    status: "unknown",
    why: "no reply, and the credentials expired before the change could be read back",
  });
});
