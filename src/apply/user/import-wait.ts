import type { UpdateUser } from "../../model/plan/change.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import { toEmailKey } from "../../model/ids.ts";
import { findUser } from "../write/lookup.ts";
import { waitFor } from "../write/recover.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/**
 * Waits for a person from the PBX import: no completion signal is documented, so the user list is asked again and
 * again (CONTRACT.md section 8 rule 2). undefined: the time is over.
 */
export async function awaitImport(change: UpdateUser, run: CustomerRun): Promise<ObservedUser | undefined> {
  const { api, importTimeout } = run.options;
  let isWaiting = false;
  const look = async (): Promise<ObservedUser | undefined> => {
    const person = await findUser(api, requireTenant(run), toEmailKey(change.email));
    if (!person && !isWaiting) {
      isWaiting = true;
      const text = "pending PBX import";
      run.emit({ type: "waiting", reference: run.reference, change, text });
    }
    return person;
  };
  return waitFor(look, importTimeout, run.options);
}
