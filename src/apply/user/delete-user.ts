import type { DeleteUser } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { removal } from "../write/remove.ts";
import { assertAnotherAdmin } from "./last-admin.ts";

/** Deletes a user; one who is gone already needs nothing. The last admin is looked for right before each sending. */
export async function deleteUser(change: DeleteUser, context: CustomerContext): Promise<Outcome> {
  const { api, perform } = context;
  return perform({
    change,
    ...removal({
      async send() {
        await assertAnotherAdmin(change, context);
        return api.deleteUser(change.objectId);
      },
      isGone: async () => (await api.user(change.objectId)) === undefined,
      doubts404: true,
    }),
  });
}
