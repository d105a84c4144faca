import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/emulator/faults/fault.ts";
import { WRONG_ANSWERS, type WrongAnswer } from "../../../src/emulator/faults/wrong-answers.ts";
import type { WireRequest } from "../../../src/model/ports/wire.ts";
import {
  createCustomer,
  createPbx,
  createUser,
  field,
  updateCustomer,
} from "../../support/change-builders.ts";
import { ACME, acme, nth, play, TENANT } from "./stage.ts";

const newAcme = createCustomer({ fields: [field("name", "Acme")] });
const main = createPbx("Main", {
  fields: [field("name", "Main"), field("accountId", "account-1")],
  instanceId: "account-1",
});
const carla = createUser("carla@acme.example", { fields: [field("displayName", "Carla")] });
const rename = updateCustomer({ fields: [field("name", "Acme Dental", "Acme")] });
const toCreate = { isNew: true, confirmedAdmins: [] };
const wrong = (form: WrongAnswer): Fault => ({ kind: "wrong-answer", form });

/** Every n-th request with this method has its reply in the wrong form. */
const always =
  (method: string, form: WrongAnswer) =>
  (request: WireRequest): Fault | undefined =>
    request.method === method ? wrong(form) : undefined;

const forms = WRONG_ANSWERS.filter((form) => form !== "problem-details");

describe("a create is carried out once, whatever its reply says (A16)", () => {
  test.each(forms)("a customer with its PBX: %s", async (form) => {
    const { emulator, outcomes } = await play([acme([newAcme, main], toCreate)], {
      customers: [],
      fault: always("POST", form),
    });
    const all = Object.values(emulator.state.customers);
    expect(all.map(({ fields, pbxs }) => [fields["reference"], Object.keys(pbxs).length])).toEqual([
      ["ACME", 1],
    ]);
    expect([outcomes[newAcme.key]?.status, outcomes[main.key]?.status]).toEqual(["done", "done"]);
  });

  test.each(forms)("a user: %s", async (form) => {
    const { emulator, outcomes } = await play([acme([carla])], { fault: always("POST", form) });
    const users = Object.values(emulator.state.customers[TENANT]?.users ?? {});
    expect(users.filter(({ email }) => email === "carla@acme.example").length).toBe(1);
    expect(["done", "unchanged"]).toContain(outcomes[carla.key]?.status);
  });
});

test("a reply that names another customer is not believed: nothing is made there", async () => {
  const other = { id: "ffffffff-0000-4000-8000-00000000000f", fields: { name: "Other", reference: "OTHER" } };
  const { emulator, outcomes } = await play([acme([newAcme, main], toCreate)], {
    customers: [other],
    fault: nth(1, "POST", wrong("foreign-id")),
  });
  expect(Object.keys(emulator.state.customers[other.id]?.pbxs ?? {})).toEqual([]);
  expect(outcomes[newAcme.key]).toMatchObject({
    status: "done",
    note: "the reply to POST /api/v1.0/customers was not valid; confirmed by reading back",
  });
});

test("a 429 to a create that was carried out is not followed by a second one", async () => {
  const { writes } = await play([acme([newAcme], toCreate)], {
    customers: [],
    fault: nth(1, "POST", wrong("carried-out-429")),
  });
  expect(writes).toEqual(["POST / 201"]);
});

test("a patch whose 200 reports an error is read back: done when its effect is there", async () => {
  const { outcomes, writes } = await play([acme([rename])], { fault: always("PATCH", "status-error") });
  expect(writes).toEqual(["PATCH / 200"]);
  expect(outcomes[rename.key]).toMatchObject({
    status: "done",
    note: expect.stringContaining("was not valid; confirmed by reading back"),
  });
});

test("a patch whose 200 reports an error and whose effect is not there is unknown, and is not sent again", async () => {
  let sent = 0;
  const { outcomes } = await play([acme([rename])], {
    customers: [ACME],
    fault: ({ method }, { state }) => {
      if (method !== "PATCH") {
        // The service has not kept what it was sent.
        if (sent > 0) Object.assign(state.customers[TENANT]?.fields ?? {}, { name: "Acme" });
        return undefined;
      }
      sent += 1;
      return wrong("error-inside");
    },
  });
  expect(sent).toBe(1);
  expect(outcomes[rename.key]).toMatchObject({
    status: "unknown",
    why: "no valid reply, and reading back did not show whether the change was made",
    request: {
      status: 200,
      message: "unexpected response body (`error` in a success: Something went wrong)",
    },
  });
});

test("a ProblemDetails document is a refusal, with the fields that it names", async () => {
  const { outcomes } = await play([acme([rename])], { fault: always("PATCH", "problem-details") });
  expect(outcomes[rename.key]).toMatchObject({
    status: "failed",
    why: "Dimensions refused it: One or more validation errors occurred. (Name: The field Name is too long.)",
  });
});
