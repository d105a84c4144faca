/** Changes that create something, and what an earlier run may have begun of them. */
import { createCustomer, createPbx, createUser, field } from "../../support/change-builders.ts";
import { play } from "./stage.ts";

export const newAcme = createCustomer({ fields: [field("name", "Acme")] });
export const toCreate = { isNew: true, confirmedAdmins: [] };
export const carla = createUser("carla@acme.example", { fields: [field("displayName", "Carla")] });

export const main = createPbx("Main", {
  fields: [field("name", "Main"), field("accountId", "account-1")],
  instanceId: "account-1",
});

/** A journal in which an earlier run's create of everything was begun at that moment (ms). */
export function journalWith(
  begunAt: number,
): NonNullable<NonNullable<Parameters<typeof play>[1]>["options"]>["journal"] & object {
  return { begin: async () => undefined, confirm: async () => undefined, earlierCreate: () => begunAt };
}
