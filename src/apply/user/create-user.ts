import { toEmailKey } from "../../model/ids.ts";
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
import { takeOver } from "./write-user.ts";

/**
 * Creates a user. A refusal that may mean "exists already" (A7) is followed by a look into the tenant's users and, when
 * the person is there, by a patch; when not, the original refusal is the answer (CONTRACT.md, guide step 3).
 */
export async function createUser(change: CreateUser, context: CustomerContext): Promise<Outcome> {
  const { plan, options, api, progress, perform, guardSpelling, writeUser } = context;
  const look: Look = () => findUser(api, toEmailKey(change.email));
  const bring: Bring = (person, note) => takeOver(change, person, note, writeUser);
  const earlier = await awaitEarlierCreate({ reference: plan.reference, key: change.key }, look, options);
  if (earlier) return bring(earlier, "created by an earlier run");
  const imported = progress.importsPeople ? await look() : undefined;
  if (imported) return bring(imported, "created by the PBX import; updated");

  const user = newUser(change, options.secrets);
  const create: Create = (isMissing) =>
    perform({
      change,
      send: () => api.createUser(user, isMissing),
      readBack: look,
      lagMs: options.settleTimeMs,
      async after(written) {
        if (written.recovered) return finishRecovered(written, bring);
        progress.registerUser(change.key, written.live.id);
        return doneBy(written);
      },
    });
  return guardSpelling(change, () => createOrPatch(create, look, bring, options.mayMeanExists));
}

type Look = () => Promise<ObservedUser | undefined>;

/** Updates an existing user to what the change wants. */
type Bring = (person: ObservedUser, note: string) => Promise<Outcome>;

/** `isMissing` is asked before a refused create is sent in another form. */
type Create = (isMissing: () => Promise<boolean>) => Promise<Outcome>;

/** Somebody who exists already is no sign of a missing admin, so this comes before another spelling is tried. */
async function createOrPatch(
  create: Create,
  look: Look,
  bring: Bring,
  mayMeanExists: (status: number | undefined) => boolean,
): Promise<Outcome> {
  let there: ObservedUser | undefined;
  try {
    return await create(async () => (there = await look()) === undefined);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
    if (!mayMeanExists(error.request.status)) throw error;
    there ??= await look();
    if (!there) throw error;
    return bring(there, "already existed; updated");
  }
}

/** Who is found by reading back has perhaps come from elsewhere, with other roles and another name. */
async function finishRecovered(written: ConfirmedWrite<ObservedUser>, bring: Bring): Promise<Outcome> {
  const { live, request } = written;
  try {
    const outcome = await afterCreate("not fully updated", () => bring(live, describeLoss(request)));
    // It was created, even when nothing was left to patch.
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
