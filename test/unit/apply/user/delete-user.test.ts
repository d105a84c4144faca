import { expect, test } from "vitest";
import { toUserId } from "../../../../src/model/ids.ts";
import { deleteUser, roles } from "../../../support/change-builders.ts";
import { ACME, acme, BRUNO, LOST_AFTER, nth, play } from "../stage.ts";

const deletion = deleteUser("bruno@acme.example", {
  objectId: toUserId(BRUNO),
  roles: { held: roles("customer.user"), add: [], remove: roles("customer.user") },
});

test("a user who is gone already is deleted, with a note", async () => {
  const alone = { ...ACME, users: (ACME.users ?? []).slice(0, 1) };
  const { outcomes, writes } = await play([acme([deletion])], { customers: [alone] });
  expect(writes).toEqual([`DELETE /users/${BRUNO} 404`]);
  expect(outcomes[deletion.key]).toMatchObject({
    status: "done",
    note: "already gone",
    request: { status: 404 },
  });
});

test("a 404 about a user who is still there is not believed", async () => {
  const { outcomes } = await play([acme([deletion])], {
    refusal: ({ method }) => (method === "DELETE" ? 404 : undefined),
  });
  expect(outcomes[deletion.key]).toMatchObject({ status: "failed", request: { status: 404 } });
});

test("a deletion whose reply is lost is read back and not sent again", async () => {
  const { outcomes, writes } = await play([acme([deletion])], { fault: nth(1, "DELETE", LOST_AFTER) });
  expect(writes).toEqual([`DELETE /users/${BRUNO} 200`]);
  expect(outcomes[deletion.key]).toMatchObject({ status: "done" });
});
