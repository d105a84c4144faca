import type { CreateUser, UpdateUser } from "../../model/plan/change.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { showsAll } from "../write/patch-ops.ts";
import { patchUser } from "./patch-user.ts";
import type { UserPatch } from "./user-write.ts";

/**
 * Brings a person who is there although the plan did not see them to what the change wants, from a fresh read. `note` is
 * said of a change that had to be written.
 */
export async function takeOver(
  change: CreateUser | UpdateUser,
  person: ObservedUser,
  note: string | undefined,
  context: CustomerContext,
): Promise<Outcome> {
  const { add, remove } = change.roles;
  const fields = change.fields.filter((field) => !showsAll([field], person.fields));
  const patch: UserPatch = { userId: person.id, fields, roles: { add, remove } };
  const outcome = await writeUser(change, patch, context);
  return outcome.status === "done" && note !== undefined ? { ...outcome, note } : outcome;
}

/** Patches a user for a change and remembers who was written. */
export function writeUser(
  change: CreateUser | UpdateUser,
  patch: UserPatch,
  { api, options, progress, perform, guardSpelling }: CustomerContext,
): Promise<Outcome> {
  return guardSpelling(change, async () => {
    const { after, ...write } = await patchUser(patch, api, options);
    return perform({
      change,
      ...write,
      async after(written) {
        const outcome = await after(written);
        progress.registerUser(change.key, patch.userId);
        return outcome;
      },
    });
  });
}
