import type { DeleteCustomer, DeletePbx, DeleteUser } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import { ApiError, type Written } from "../../remote/api.ts";
import { begin, confirm } from "./intents.ts";
import { patchOnce } from "./recover.ts";
import type { CustomerRun } from "../run.ts";

/** A removal, and how to see that its object is gone. */
export interface Removal {
  readonly send: () => Promise<Written<void>>;
  readonly isGone: () => Promise<boolean>;
  /** Whether a 404 may be about the customer instead of the object: then it is looked at before it is believed. */
  readonly doubts404: boolean;
}

/** Removes an object; one that is gone already needs nothing. Throws the ApiError of a refusal. */
export async function remove(
  change: DeleteCustomer | DeletePbx | DeleteUser,
  { send, isGone, doubts404 }: Removal,
  run: CustomerRun,
): Promise<Outcome> {
  await begin(change, run);
  try {
    const { request } = await patchOnce(send, isGone, run.options);
    await confirm(change, run);
    return { status: "done", request };
  } catch (error) {
    if (!(error instanceof ApiError) || error.request.status !== 404) throw error;
    if (doubts404 && !(await isGone())) throw error;
    await confirm(change, run);
    return { status: "done", request: error.request, note: "already gone" };
  }
}
