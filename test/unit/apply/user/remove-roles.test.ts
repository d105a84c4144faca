import { describe, expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { roles, updateUser } from "../../../support/change-builders.ts";
import { acme, BRUNO, LOST_AFTER, LOST_BEFORE, nth, play, rolesOf, setRoles } from "../stage.ts";

const bruno = { objectId: toUserId(BRUNO) };

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

function give(service: Parameters<typeof rolesOf>[0], role: string): void {
  setRoles(service, BRUNO, [...new Set([...(rolesOf(service, BRUNO) ?? []), role])]);
}
