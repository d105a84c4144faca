import { toEmailKey, type EmailKey, type UserId } from "../../model/ids.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { DeleteUser, UpdateUser } from "../../model/plan/change.ts";
import type { CustomerContext } from "../context/context.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { HeldError, onlyOne } from "../write/held-error.ts";
import { waitFor } from "../write/wait.ts";

/** The user that a change is about; undefined for a person who is created by the PBX import. */
export function targetUser(change: UpdateUser | DeleteUser): UserId | undefined {
  return change.objectId;
}

/** The user with this address, without regard to case (A14). Throws a HeldError when several have it. */
export async function findUser(api: TenantApi, key: EmailKey): Promise<ObservedUser | undefined> {
  const found = (await api.users()).filter((user) => user.key === key);
  return onlyOne(found, `live users have the address ${key}`);
}

/**
 * Waits for a person who is created by the PBX import: no completion signal is documented, so the user list is asked again and
 * again (CONTRACT.md section 8 rule 2). Throws a HeldError when the time is over.
 */
export async function awaitImport(
  change: UpdateUser,
  { api, options, progress }: CustomerContext,
): Promise<ObservedUser> {
  let isWaiting = false;
  const look = async (): Promise<ObservedUser | undefined> => {
    const person = await findUser(api, toEmailKey(change.email));
    if (!person && !isWaiting) {
      isWaiting = true;
      progress.wait(change, "pending PBX import");
    }
    return person;
  };
  const person = await waitFor(look, options.importTimeoutMs, options);
  if (person) return person;
  throw new HeldError({ why: "not-imported", detail: `${change.email} was not imported in time` });
}
