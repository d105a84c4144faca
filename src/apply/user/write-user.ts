import type { CreateUser, UpdateUser } from "../../model/plan/change.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { ApplyOptions } from "../context/options.ts";
import type { CustomerProgress } from "../context/progress.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { showsAll } from "../write/patch-ops.ts";
import type { Perform } from "../write/perform.ts";
import type { SpellingGuard } from "./admin-spelling-cure.ts";
import { patchUser } from "./patch-user.ts";
import type { UserPatch } from "./user-patch.ts";

/** Patches a user for a change and remembers who was written. Throws the ApiError of a refusal. */
export type WriteUser = (change: CreateUser | UpdateUser, patch: UserPatch) => Promise<Outcome>;

/** What a patch of a user goes through. */
interface WriterParts {
  readonly api: TenantApi;
  readonly options: ApplyOptions;
  readonly progress: CustomerProgress;
  readonly perform: Perform;
  readonly guardSpelling: SpellingGuard;
}

/** The one way in which a customer's users are patched. */
export function createUserWriter(parts: WriterParts): WriteUser {
  const { api, options, progress, perform, guardSpelling } = parts;
  return (change, patch) =>
    guardSpelling(change, async () => {
      const write = await patchUser(patch, api, options);
      return perform({
        ...write,
        change,
        objectId: patch.userId,
        async after(written) {
          const outcome = await write.after(written);
          progress.registerUser(change.key, patch.userId);
          return outcome;
        },
      });
    });
}

/**
 * Brings a person who is there although the plan did not see them to what the change wants, from a fresh read. `note` is
 * said of a change that had to be written.
 */
export async function takeOver(
  change: CreateUser | UpdateUser,
  person: ObservedUser,
  note: string | undefined,
  writeUser: WriteUser,
): Promise<Outcome> {
  const { add, remove } = change.roles;
  const fields = change.fields.filter((field) => !showsAll([field], person.fields));
  const outcome = await writeUser(change, { userId: person.id, fields, roles: { add, remove } });
  return outcome.status === "done" && note !== undefined ? { ...outcome, note } : outcome;
}
