import { describe, expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { createPbx, createUser, field, roles, updateUser } from "../../../support/change-builders.ts";
import { acme, ANA, BRUNO, LOST_AFTER, LOST_BEFORE, nth, play, rolesOf, TENANT } from "../stage.ts";

const carla = createUser("carla@acme.example", { fields: [field("displayName", "Carla")] });

describe("a create", () => {
  test("whose reply is lost is found by its address and not sent again", async () => {
    const { outcomes, writes } = await play([acme([carla])], { fault: nth(1, "POST", LOST_AFTER) });
    expect(writes).toEqual(["POST /users 201"]);
    expect(outcomes[carla.key]).toMatchObject({ status: "done" });
  });

  test("that never arrived is sent again once the list can no longer lag", async () => {
    const { outcomes, writes } = await play([acme([carla])], { fault: nth(1, "POST", LOST_BEFORE) });
    expect(writes).toEqual(["POST /users 201"]);
    expect(outcomes[carla.key]).toMatchObject({ status: "done" });
  });

  test("that is refused because the person exists becomes a patch (A7)", async () => {
    const again = createUser("bruno@acme.example", {
      fields: [field("displayName", "Bruno")],
      roles: { add: roles("customer.user.uc"), remove: [] },
    });
    const { outcomes, writes } = await play([acme([again])], { switches: { duplicateUser: "409" } });
    expect(writes).toEqual(["POST /users 409", `PATCH /users/${BRUNO} 200`]);
    expect(outcomes[again.key]).toMatchObject({ status: "done", note: "already existed; updated" });
  });

  test.each([402, 404])(
    "that is refused with %i is failed, though the person exists: that is no word for it (A7)",
    async (status) => {
      const again = createUser("bruno@acme.example", {
        fields: [field("displayName", "Bruno")],
        roles: { add: roles("customer.user.uc"), remove: [] },
      });
      const { outcomes, writes } = await play([acme([again])], {
        refusal: ({ method }) => (method === "POST" ? status : undefined),
      });
      expect(writes).toEqual([]);
      expect(outcomes[again.key]).toMatchObject({ status: "failed", request: { method: "POST", status } });
    },
  );

  test("that is refused for another reason is failed with that reason, and nobody is patched", async () => {
    const person = createUser("carla@acme.example", {
      fields: [field("displayName", "Carla")],
      roles: { add: roles("no.such.role"), remove: [] },
    });
    const { outcomes, writes } = await play([acme([person])]);
    expect(writes).toEqual(["POST /users 400"]);
    expect(outcomes[person.key]).toMatchObject({
      status: "failed",
      request: { method: "POST", status: 400 },
    });
  });

  test("that is refused because the person exists gives nobody another admin role", async () => {
    const again = createUser("bruno@acme.example", { fields: [field("displayName", "Bruno")] });
    const promotion = updateUser("ana@acme.example", {
      wave: 3,
      admin: true,
      objectId: toUserId(ANA),
      roles: { held: roles("customer.user"), add: roles("user.admin"), remove: [] },
    });
    const { emulator } = await play([acme([promotion, again], { confirmedAdmins: [] })], {
      switches: { adminRole: "both" },
    });
    expect(rolesOf(emulator, ANA)).not.toContain("admin.user");
  });

  test("of somebody who has come with the import meanwhile is a patch, though the service would take a second one", async () => {
    const person = createUser("dora@acme.example", {
      fields: [field("displayName", "Dora")],
      roles: { add: roles("customer.settings"), remove: [] },
    });
    const pbx = createPbx("Main", {
      fields: [field("name", "Main"), field("accountId", "account-1")],
      instanceId: "account-1",
    });
    const { emulator, outcomes } = await play([acme([pbx, person])], {
      switches: { duplicateMatch: "exact", importDelayMs: 0 },
      directories: [{ instanceId: "account-1", users: [{ name: "Dora", email: "DORA@acme.example" }] }],
    });
    const people = Object.values(emulator.state.customers[TENANT]?.users ?? {}).map(({ email }) => email);
    expect(people).toEqual(["ana@acme.example", "bruno@acme.example", "DORA@acme.example"]);
    expect(outcomes[person.key]).toMatchObject({
      status: "done",
      note: "created by the PBX import; updated",
    });
  });
});
