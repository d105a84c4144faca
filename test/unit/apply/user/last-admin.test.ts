import { describe, expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { deleteUser, roles, updateUser } from "../../../support/change-builders.ts";
import { ACME, acme, ANA, BRUNO, LOST_BEFORE, play, rolesOf, setRoles } from "../stage.ts";

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
