import { describe, expect, test } from "vitest";
import { confirmAdmin } from "../../../../src/apply/user/confirm-admin.ts";
import { CustomerProgress } from "../../../../src/apply/context/progress.ts";
import type { TenantApi } from "../../../../src/apply/context/tenant-api.ts";
import { DEFAULT_DIALECT } from "../../../../src/model/customer/admin-dialect.ts";
import { toUserId } from "../../../../src/model/ids.ts";
import { ApiError, type PatchOp } from "../../../../src/remote/api.ts";
import { createUser, field, roles, updateUser } from "../../../support/change-builders.ts";
import { ACME, acme, ANA, play } from "../stage.ts";
import { UNUSED_API } from "../unused-api.ts";

const carla = createUser("carla@acme.example", { fields: [field("displayName", "Carla")] });
const promotion = updateUser("ana@acme.example", {
  wave: 3,
  admin: true,
  objectId: toUserId(ANA),
  roles: { held: roles("customer.user"), add: roles("user.admin"), remove: [] },
});
const noAdmin = {
  ...ACME,
  users: ACME.users?.map((user) => ({ ...user, roles: ["customer.user"] })) ?? [],
};
const nobody = { confirmedAdmins: [] };

describe("other users wait for an admin", () => {
  test("without one they are held, and nothing is sent", async () => {
    const { outcomes, writes } = await play([acme([carla], nobody)], { customers: [noAdmin] });
    expect(writes).toEqual([]);
    expect(outcomes[carla.key]).toEqual({
      status: "held",
      hold: { why: "no-admin", detail: "Dimensions has not confirmed an admin yet" },
    });
  });

  test("with one whom this run has made and read back, they are written", async () => {
    const { outcomes, writes } = await play([acme([promotion, carla], nobody)], { customers: [noAdmin] });
    expect(writes).toEqual([`PATCH /users/${ANA} 200`, "POST /users 201"]);
    expect(outcomes[carla.key]).toMatchObject({ status: "done" });
  });
});

describe("an admin whose role the service has dropped without a word (A1)", () => {
  test("is written in the other spelling, and counts when it stays", async () => {
    const { api, patches } = forgetful("admin.user");
    expect(await confirmAdmin(afterPromotion(), api, DEFAULT_DIALECT)).toBe(true);
    expect(patches).toEqual([[{ op: "add", path: "/roles/-", value: "admin.user" }]]);
  });

  test("is none when that is dropped, too", async () => {
    expect(await confirmAdmin(afterPromotion(), forgetful("neither").api, DEFAULT_DIALECT)).toBe(false);
  });

  test("is none when that is refused", async () => {
    const { api } = forgetful("neither");
    const refusing = {
      ...api,
      patchUser: async () => {
        throw new ApiError("refused", { method: "PATCH", path: "/users/1", status: 400 });
      },
    };
    expect(await confirmAdmin(afterPromotion(), refusing, DEFAULT_DIALECT)).toBe(false);
  });
});

/** Ana's promotion is written, and nobody has confirmed it. */
function afterPromotion(): CustomerProgress {
  const progress = new CustomerProgress(acme([promotion], nobody), () => undefined);
  progress.registerUser(promotion.key, toUserId(ANA));
  return progress;
}

/** A service that knows one spelling only and drops every other role. */
function forgetful(known: string) {
  const patches: (readonly PatchOp[])[] = [];
  const kept = ["customer.user"];
  const api: TenantApi = {
    ...UNUSED_API,
    user: async (id) => ({ id, fields: new Map(), roles: roles(...kept), isParent: false }),
    patchUser: async (_id, ops) => {
      patches.push(ops);
      for (const { value } of ops) if (value === known) kept.push(known);
      return { live: undefined, request: { method: "PATCH", path: "/users/1", status: 200 } };
    },
  };
  return { api, patches };
}
