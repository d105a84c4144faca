import type { CreateUser } from "../../model/plan/change.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import { ApiError, type NewUser } from "../../remote/api.ts";
import type { CustomerContext } from "../context/context.ts";
import { afterCreate } from "../write/after-create.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { createFields } from "../write/patch-ops.ts";
import { doneBy } from "../write/perform.ts";
import { describeLoss, type ConfirmedWrite } from "../write/recover.ts";
import { findUser } from "./find-user.ts";
import { takeOver } from "./take-over.ts";

/**
 * Creates a user. A refusal that may mean "exists already" (A7) is followed by a look into the tenant's users and, when
 * the person is there, by a patch; when not, the original refusal is the answer (CONTRACT.md, guide step 3).
 */
export async function createUser(change: CreateUser, context: CustomerContext): Promise<Outcome> {
  const { plan, api, options, progress } = context;
  const { reference } = plan;
  const look: Look = () => findUser(api, change.emailKey);
  const earlier = await awaitEarlierCreate({ reference, key: change.key }, look, options);
  if (earlier) return takeOver(change, earlier, "was created by an earlier run", context);
  const imported = progress.importsPeople ? await look() : undefined;
  if (imported) return takeOver(change, imported, "had come with the PBX import and was patched", context);
  return context.guardSpelling(change, () => createOrPatch(change, look, context));
}

type Look = () => Promise<ObservedUser | undefined>;

/** Somebody who exists already is no sign of a missing admin, so this comes before another spelling is tried. */
async function createOrPatch(change: CreateUser, look: Look, context: CustomerContext): Promise<Outcome> {
  const { api, options, perform } = context;
  const user = newUser(change, options.secrets);
  let there: ObservedUser | undefined;
  const isMissing = async (): Promise<boolean> => (there = await look()) === undefined;
  try {
    return await perform({
      change,
      send: () => api.createUser(user, isMissing),
      readBack: look,
      lagMs: options.settleTimeMs,
      after: (written) => finishCreated(change, written, context),
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
    if (!options.mayMeanExists(error.request.status)) throw error;
    there ??= await look();
    if (!there) throw error;
    return takeOver(change, there, "existed already and was patched", context);
  }
}

/** Who was found by reading back is somebody else's create, perhaps: brought to what the change wants. */
async function finishCreated(
  change: CreateUser,
  written: ConfirmedWrite<ObservedUser>,
  context: CustomerContext,
): Promise<Outcome> {
  const { live, recovered, request } = written;
  if (!recovered) {
    context.progress.registerUser(change.key, live.id);
    return doneBy(written);
  }
  try {
    const outcome = await afterCreate("not brought to what was wished", () =>
      takeOver(change, live, describeLoss(request), context),
    );
    // It was created all the same, also when nothing was left to patch.
    return outcome.status === "unchanged" ? doneBy(written) : outcome;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // The credentials have ended; that the create is unknown goes with it.
    throw new ApiError("unauthorised", error.request, new ApiError("lost", request));
  }
}

function newUser({ key, email, fields, roles }: CreateUser, secrets: SecretSource): NewUser {
  const displayName = createFields(fields, secrets).get("displayName");
  if (typeof displayName !== "string") throw new Error(`${key}: a create without displayName was not held`);
  return { email, displayName, roles: roles.add };
}
