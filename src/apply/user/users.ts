import type { CreateUser, DeleteUser, UpdateUser } from "../../model/plan/change.ts";
import { plainJson } from "../../model/customer/value.ts";
import { toEmailKey, type UserId } from "../../model/ids.ts";
import type { ObservedUser } from "../../model/customer/observed.ts";
import type { Outcome, RequestNote } from "../../model/plan/outcome.ts";
import { ApiError, type NewUser, type Written } from "../../remote/api.ts";
import { assertAnotherAdmin } from "./admins.ts";
import { withOtherSpelling } from "./admin-spelling.ts";
import { awaitEarlierCreate } from "../write/earlier-create.ts";
import { awaitImport } from "./import-wait.ts";
import { begin, confirm } from "../write/intents.ts";
import { findUser } from "../write/lookup.ts";
import { createFields } from "../write/patch-ops.ts";
import { patchUser, type UserWrite } from "./patch-user.ts";
import { describeLoss, writeOnce } from "../write/recover.ts";
import { remove } from "../write/remove.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/**
 * Creates a user. A refusal that may mean "exists already" (A7) is followed by a look into the tenant's users and, when
 * the person is there, by a patch; when not, the original refusal is the answer (CONTRACT.md, guide step 3).
 */
export async function createUser(change: CreateUser, run: CustomerRun): Promise<Outcome> {
  const look = (): Promise<ObservedUser | undefined> =>
    findUser(run.options.api, requireTenant(run), toEmailKey(change.email));
  const earlier = await awaitEarlierCreate(change.key, look, run);
  if (earlier) return takeOver(change, earlier, "created by an earlier run", run);
  const imported = run.importsPeople ? await look() : undefined;
  if (imported) return takeOver(change, imported, "created by the PBX import; updated", run);
  await begin(change, run);
  return withOtherSpelling(change, run, () => createOrPatch(change, look, run));
}

/** Somebody who exists already is no sign of a missing admin, so this comes before another spelling is tried. */
async function createOrPatch(
  change: CreateUser,
  look: () => Promise<ObservedUser | undefined>,
  run: CustomerRun,
): Promise<Outcome> {
  let there: ObservedUser | undefined;
  const isAbsent = async (): Promise<boolean> => (there = await look()) === undefined;
  try {
    return await sendCreate(change, look, isAbsent, run);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== "refused") throw error;
    if (!run.options.mayMeanExists(error.request.status)) throw error;
    there ??= await look();
    if (!there) throw error;
    return takeOver(change, there, "already existed; updated", run);
  }
}

/** Patches a user who is there, or who comes with the PBX import. */
export async function updateUser(change: UpdateUser, run: CustomerRun): Promise<Outcome> {
  const { fields, roles, objectId: userId } = change;
  if (userId !== undefined) {
    const beforeRemoval = (): Promise<void> => assertAnotherAdmin(change, run);
    return write(change, { userId, fields, roles, beforeRemoval }, run);
  }
  const person = await awaitImport(change, run);
  if (!person) {
    const detail = `${change.email} was not imported in time`;
    return { status: "held", hold: { why: "not-imported", detail } };
  }
  return takeOver(change, person, undefined, run);
}

/** Deletes a user; one who is gone already needs nothing. */
export async function deleteUser(change: DeleteUser, run: CustomerRun): Promise<Outcome> {
  const { api } = run.options;
  const tenantId = requireTenant(run);
  const isGone = async (): Promise<boolean> => (await api.user(tenantId, change.objectId)) === undefined;
  const send = async (): Promise<Written<void>> => {
    await assertAnotherAdmin(change, run);
    return api.deleteUser(tenantId, change.objectId);
  };
  return remove(change, { send, isGone, doubts404: true }, run);
}

async function sendCreate(
  change: CreateUser,
  look: () => Promise<ObservedUser | undefined>,
  isAbsent: () => Promise<boolean>,
  run: CustomerRun,
): Promise<Outcome> {
  const { api, settleTime } = run.options;
  const user = newUser(change, run);
  const written = await writeOnce(
    { send: () => api.createUser(requireTenant(run), user, isAbsent), readBack: look, lag: settleTime },
    run.options,
  );
  if (written.recovered) {
    const note = describeLoss(written.request);
    const outcome = await takeOver(change, written.live, note, run).catch((error: unknown) =>
      halfDone(error, written.request),
    );
    // It was created even when nothing was left to patch.
    return outcome.status === "unchanged" ? { status: "done", request: written.request, note } : outcome;
  }
  registerUser(change, written.live.id, run);
  await confirm(change, run);
  return { status: "done", request: written.request };
}

/** Somebody who was created is never said to be refused or not started, whatever came of the rest. */
function halfDone(error: unknown, create: RequestNote): Outcome {
  if (!(error instanceof ApiError)) throw error;
  if (error.kind === "unauthorised") {
    throw new ApiError("unauthorised", error.request, new ApiError("lost", create));
  }
  const why = `created, but not fully updated: ${error.message}`;
  return { status: error.kind === "lost" ? "unknown" : "failed", why, request: error.request };
}

/** A person who is there although the plan did not see them: brought to what the change wants, from a fresh read. */
async function takeOver(
  change: CreateUser | UpdateUser,
  person: ObservedUser,
  note: string | undefined,
  run: CustomerRun,
): Promise<Outcome> {
  const roles = { add: change.roles.add, remove: change.roles.remove };
  const fields = change.fields.filter((field) => {
    const reported = person.fields.get(field.name);
    return reported === undefined || plainJson(field.after) !== reported;
  });
  const outcome = await write(change, { userId: person.id, fields, roles }, run);
  return outcome.status === "done" && note !== undefined ? { ...outcome, note } : outcome;
}

async function write(change: CreateUser | UpdateUser, user: UserWrite, run: CustomerRun): Promise<Outcome> {
  await begin(change, run);
  const outcome = await withOtherSpelling(change, run, () => patchUser(user, run));
  registerUser(change, user.userId, run);
  await confirm(change, run);
  return outcome;
}

function registerUser(change: CreateUser | UpdateUser, userId: UserId, run: CustomerRun): void {
  run.written.set(change.key, userId);
}

function newUser(change: CreateUser, run: CustomerRun): NewUser {
  const fields = createFields(change.fields, run.options.secrets);
  const displayName = fields.get("displayName");
  if (typeof displayName !== "string")
    throw new Error(`${change.key}: a create without displayName was not held`);
  return { email: change.email, displayName, roles: change.roles.add };
}
