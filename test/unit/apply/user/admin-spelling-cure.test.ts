import { expect, test } from "vitest";
import { AdminSpellingCure, giveOtherSpelling } from "../../../../src/apply/user/admin-spelling-cure.ts";
import type { TenantApi } from "../../../../src/apply/context/tenant-api.ts";
import type { Outcome } from "../../../../src/model/plan/outcome.ts";
import { DEFAULT_DIALECT } from "../../../../src/model/customer/admin-dialect.ts";
import { toUserId } from "../../../../src/model/ids.ts";
import { ApiError, type PatchOp } from "../../../../src/remote/api.ts";
import { maybeUserExists } from "../../../../src/remote/codec/contract.ts";
import { createUser, roles } from "../../../support/change-builders.ts";
import { ANA } from "../stage.ts";
import { UNUSED_API } from "../unused-api.ts";

/** A service that stores one spelling of the admin role and counts the other (A1) refuses other users with these words. */
const NO_ADMIN = {
  message: "An Admin user must be assigned before other users or roles can be changed.",
};
const ANA_ID = toUserId(ANA);
const DONE: Outcome = { status: "done" };
const admin = createUser("ana@acme.example", { admin: true });
const user = createUser("bruno@acme.example", { roles: { add: roles("customer.user.uc"), remove: [] } });

test("a user who is refused as if there were no admin is sent once more when an admin has the other spelling", async () => {
  const { guard, given } = stage();
  const write = scripted(NO_ADMIN, "done");
  expect(await guard(user, write.send)).toEqual(DONE);
  expect([given(), write.sent()]).toEqual([1, 2]);
});

test("the refusal stands when nobody could get the other spelling", async () => {
  const { guard } = stage({ isGiven: false });
  const write = scripted(NO_ADMIN);
  await expect(guard(user, write.send)).rejects.toMatchObject({ kind: "refused" });
  expect(write.sent()).toBe(1);
});

test("users of one customer who are refused at once share one attempt", async () => {
  const { guard, given } = stage();
  await Promise.all([
    guard(user, scripted(NO_ADMIN, "done").send),
    guard(user, scripted(NO_ADMIN, "done").send),
  ]);
  expect(given()).toBe(1);
});

test("a refusal that names another role of the change is about that role", async () => {
  const { guard, given } = stage();
  const write = scripted({ message: "The role 'customer.user.uc' is not valid." });
  await expect(guard(user, write.send)).rejects.toMatchObject({ kind: "refused" });
  expect(given()).toBe(0);
});

test("a refusal with a status that cannot mean it is left alone", async () => {
  const { guard, given } = stage();
  await expect(guard(user, scripted({ ...NO_ADMIN, status: 402 }).send)).rejects.toMatchObject({
    request: { status: 402 },
  });
  expect(given()).toBe(0);
});

test("once a user was written behind one spelling, no refusal of any customer is taken for it", async () => {
  const { cure, guard } = stage();
  await guard(user, scripted("done").send);
  const other = stage({ cure });
  await expect(other.guard(user, scripted(NO_ADMIN).send)).rejects.toMatchObject({ kind: "refused" });
  expect(other.given()).toBe(0);
});

test("an admin who was written says nothing about the spelling", async () => {
  const { guard, given } = stage();
  await guard(admin, scripted("done").send);
  expect(await guard(user, scripted(NO_ADMIN, "done").send)).toEqual(DONE);
  expect(given()).toBe(1);
});

test("where both spellings have helped, the next customer gets both, too", async () => {
  const { cure, guard } = stage();
  await guard(user, scripted(NO_ADMIN, "done").send);
  const other = stage({ cure });
  expect(await other.guard(user, scripted(NO_ADMIN, "done").send)).toEqual(DONE);
  expect(other.given()).toBe(1);
});

test("where both spellings have not helped, no further customer gets them", async () => {
  const { cure, guard } = stage();
  await expect(guard(user, scripted(NO_ADMIN).send)).rejects.toMatchObject({ kind: "refused" });
  const other = stage({ cure });
  await expect(other.guard(user, scripted(NO_ADMIN).send)).rejects.toMatchObject({ kind: "refused" });
  expect(other.given()).toBe(0);
});

test.each([
  ["an admin of this run", ["user.admin", "customer.user"], true],
  ["somebody who was demoted meanwhile", ["customer.user"], false],
  ["somebody who holds it already", ["user.admin", "admin.user", "customer.user"], false],
])("the other spelling is given to %s: %s → %s", async (_, held, isGiven) => {
  const { api, patches } = tenantWith(held);
  expect(await giveOtherSpelling(api, ANA_ID, DEFAULT_DIALECT)).toBe(isGiven);
  expect(patches).toEqual(isGiven ? [[{ op: "add", path: "/roles/-", value: "admin.user" }]] : []);
});

test("the other spelling is given to nobody when this run has made no admin", async () => {
  expect(await giveOtherSpelling(UNUSED_API, undefined, DEFAULT_DIALECT)).toBe(false);
});

test("a service that refuses the other spelling has not given it", async () => {
  const { api } = tenantWith(["user.admin", "customer.user"]);
  const patchUser = async (): Promise<never> => {
    throw new ApiError("refused", { method: "PATCH", path: "/users/1", status: 400 });
  };
  expect(await giveOtherSpelling({ ...api, patchUser }, ANA_ID, DEFAULT_DIALECT)).toBe(false);
});

/** A tenant whose only user holds these roles; `patches` is what is sent. */
function tenantWith(held: readonly string[]) {
  const patches: (readonly PatchOp[])[] = [];
  const api: TenantApi = {
    ...UNUSED_API,
    user: async (id) => ({ id, fields: new Map(), roles: roles(...held), isParent: false }),
    patchUser: async (_id, ops) => {
      patches.push(ops);
      return { live: undefined, request: { method: "PATCH", path: "/users/1", status: 200 } };
    },
  };
  return { api, patches };
}

/** One customer's guard, and how often an admin of it was given the other spelling. */
function stage({ cure = newCure(), isGiven = true } = {}) {
  let given = 0;
  const guard = cure.guard(async () => {
    given += 1;
    return isGiven;
  });
  return { cure, guard, given: () => given };
}

function newCure(): AdminSpellingCure {
  return new AdminSpellingCure({ dialect: DEFAULT_DIALECT, mayMeanExists: maybeUserExists });
}

type End = "done" | { readonly message: string; readonly status?: number };

/** A write that ends as listed, one sending after the other; the last end stays. A refusal is a 400 unless it says so. */
function scripted(...ends: readonly End[]) {
  let sent = 0;
  const send = async (): Promise<Outcome> => {
    const end = ends[Math.min(sent, ends.length - 1)] ?? "done";
    sent += 1;
    if (end === "done") return DONE;
    throw new ApiError("refused", { method: "POST", path: "/users", status: 400, ...end });
  };
  return { send, sent: () => sent };
}
