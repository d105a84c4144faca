import { describe, expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import {
  createPbx,
  createUser,
  deleteUser,
  field,
  roles,
  updateUser,
} from "../../../support/plan-builders.ts";
import {
  ACME,
  acme,
  ANA,
  BRUNO,
  LOST_AFTER,
  LOST_BEFORE,
  nth,
  play,
  rolesOf,
  setRoles,
  TENANT,
} from "../stage.ts";

const bruno = { objectId: toUserId(BRUNO) };
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

describe("a removal of roles", () => {
  const revoke = updateUser("bruno@acme.example", {
    ...bruno,
    wave: 5,
    roles: { held: roles("customer.user", "customer.settings"), add: [], remove: roles("customer.settings") },
  });

  test("keeps a role that somebody gave after the plan was made", async () => {
    const { emulator } = await play([acme([revoke])], {
      fault: (request, service) => {
        if (request.method === "GET" && request.path.endsWith(BRUNO)) give(service, "customer.user.uc");
        return undefined;
      },
    });
    expect(rolesOf(emulator, BRUNO)).toEqual(["customer.user", "customer.user.uc"]);
  });

  test("starts from a new read when its first sending was lost, and keeps what was given meanwhile", async () => {
    let patches = 0;
    const { emulator, outcomes } = await play([acme([revoke])], {
      fault: (request, service) => {
        if (request.method !== "PATCH") return undefined;
        patches += 1;
        if (patches > 1) return undefined;
        give(service, "customer.user.uc");
        return LOST_BEFORE;
      },
    });
    expect(rolesOf(emulator, BRUNO)).toEqual(["customer.user", "customer.user.uc"]);
    expect(outcomes[revoke.key]).toMatchObject({ status: "done" });
  });

  test("whose reply is lost and whose effect is there is not sent again", async () => {
    const { outcomes, writes } = await play([acme([revoke])], { fault: nth(1, "PATCH", LOST_AFTER) });
    expect(writes).toEqual([`PATCH /users/${BRUNO} 200`]);
    expect(outcomes[revoke.key]).toMatchObject({ status: "done" });
  });

  test("of someone who holds the role no longer sends nothing", async () => {
    const { outcomes, writes } = await play([acme([revoke])], {
      fault: (_request, service) => {
        setRoles(service, BRUNO, ["customer.user"]);
        return undefined;
      },
    });
    expect(writes).toEqual([]);
    expect(outcomes[revoke.key]).toEqual({ status: "unchanged", note: "already up to date" });
  });
});

describe("the last admin", () => {
  const twoAdmins = {
    ...ACME,
    users: ACME.users?.map((user) => ({ ...user, roles: ["user.admin", "customer.user"] })) ?? [],
  };
  const demotion = updateUser("ana@acme.example", {
    wave: 5,
    objectId: toUserId(ANA),
    roles: { held: roles("user.admin", "customer.user"), add: [], remove: roles("user.admin") },
  });
  const both = { confirmedAdmins: [toUserId(ANA), toUserId(BRUNO)] };

  test("is not demoted when somebody has demoted the other one since the plan", async () => {
    const { emulator, outcomes, writes } = await play([acme([demotion], both)], {
      customers: [twoAdmins],
      fault: (_request, service) => {
        setRoles(service, BRUNO, ["customer.user"]);
        return undefined;
      },
    });
    expect(writes).toEqual([]);
    expect(outcomes[demotion.key]).toEqual({ status: "held", hold: { why: "last-admin" } });
    expect(rolesOf(emulator, ANA)).toContain("user.admin");
  });

  test("is looked at again before a lost demotion is sent once more", async () => {
    let patches = 0;
    const { outcomes, emulator } = await play([acme([demotion], both)], {
      customers: [twoAdmins],
      fault: (request, service) => {
        if (request.method !== "PATCH") return undefined;
        patches += 1;
        setRoles(service, BRUNO, ["customer.user"]);
        return patches === 1 ? LOST_BEFORE : undefined;
      },
    });
    expect(outcomes[demotion.key]).toEqual({ status: "held", hold: { why: "last-admin" } });
    expect(rolesOf(emulator, ANA)).toContain("user.admin");
  });

  test("is not deleted either", async () => {
    const deletion = deleteUser("ana@acme.example", {
      objectId: toUserId(ANA),
      roles: {
        held: roles("user.admin", "customer.user"),
        add: [],
        remove: roles("user.admin", "customer.user"),
      },
    });
    const { outcomes, writes } = await play([acme([deletion])]);
    expect(writes).toEqual([]);
    expect(outcomes[deletion.key]).toEqual({ status: "held", hold: { why: "last-admin" } });
  });

  test("goes only when who stays holds the spelling of the admin role that goes (A1)", async () => {
    const mixed = {
      ...ACME,
      users: [
        { id: ANA, displayName: "Ana", email: "ana@acme.example", roles: ["admin.user", "customer.user"] },
        {
          id: BRUNO,
          displayName: "Bruno",
          email: "bruno@acme.example",
          roles: ["user.admin", "customer.user"],
        },
      ],
    };
    const leaving = {
      ...demotion,
      roles: { held: roles("admin.user", "customer.user"), add: [], remove: roles("admin.user") },
    };
    const { emulator, outcomes } = await play([acme([leaving], both)], {
      customers: [mixed],
      switches: { adminRole: "admin.user", unknownRoles: "store" },
    });
    expect(outcomes[demotion.key]).toMatchObject({ status: "done" });
    expect(rolesOf(emulator, BRUNO)).toContain("admin.user");
    expect(rolesOf(emulator, ANA)).toEqual(["customer.user"]);
  });
});

function give(service: Parameters<typeof rolesOf>[0], role: string): void {
  setRoles(service, BRUNO, [...new Set([...(rolesOf(service, BRUNO) ?? []), role])]);
}
