import type { UserChange } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import { isAdmin, isManageRole, otherSpelling } from "../../model/customer/roles.ts";
import { ApiError } from "../../remote/api.ts";
import { roleOps } from "../write/patch-ops.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/**
 * A1, for a service that stores one spelling of the admin role and counts the other: it lets the admin be made and then
 * refuses every other user, as if there were none. The admins that this run has made are then given the other spelling
 * of the role they were to have, once, and the refused write is sent once more.
 * Runs a user's write; what it learns about the spelling holds for the whole run.
 */
export async function withOtherSpelling(
  change: UserChange,
  run: CustomerRun,
  write: () => Promise<Outcome>,
): Promise<Outcome> {
  if (change.wave < 4) return write();
  try {
    const outcome = await write();
    if (outcome.status === "done" && run.shared.spelling.verdict === "untested")
      run.shared.spelling.verdict = "works";
    return outcome;
  } catch (error) {
    if (!looksLikeNoAdmin(error, change, run)) throw error;
    run.spellingCure ??= giveOtherSpelling(run);
    if (!(await run.spellingCure)) throw error;
    return writeAgain(write, run);
  }
}

/**
 * A9: the refusal's status is not documented; anything that could be "exists already" could be it, too. One that names a
 * role of the change is about that role.
 */
function looksLikeNoAdmin(
  error: unknown,
  change: UserChange,
  { options, shared: { spelling } }: CustomerRun,
): boolean {
  if (!(error instanceof ApiError) || error.kind !== "refused") return false;
  const message = error.request.message ?? "";
  if (change.roles.add.some((role) => !isManageRole(role, options.adminRoles) && message.includes(role)))
    return false;
  return (
    options.mayMeanExists(error.request.status) &&
    (spelling.verdict === "untested" || spelling.verdict === "both")
  );
}

/** Adds the other spelling to an admin that this run has made; false when there is none, or the service refuses it. */
async function giveOtherSpelling(run: CustomerRun): Promise<boolean> {
  const written = run.plan.changes.flatMap((change) =>
    change.wave === 3 ? [run.written.get(change.key)] : [],
  );
  const admin = written.find((userId) => userId !== undefined);
  if (admin === undefined) return false;
  const { api, adminRoles } = run.options;
  const other = otherSpelling(adminRoles.manage);
  try {
    // Somebody may have demoted them meanwhile: then it is not for us to make an admin again.
    const roles = (await api.user(requireTenant(run), admin))?.roles;
    if (roles && (!isAdmin(roles, adminRoles) || roles.includes(other))) return false;
    await api.patchUser(requireTenant(run), admin, roleOps([other]));
    return true;
  } catch (refused) {
    if (refused instanceof ApiError && refused.kind === "refused") return false;
    throw refused;
  }
}

async function writeAgain(write: () => Promise<Outcome>, run: CustomerRun): Promise<Outcome> {
  try {
    const outcome = await write();
    run.shared.spelling.verdict = "both";
    return outcome;
  } catch (error) {
    if (run.shared.spelling.verdict === "untested") run.shared.spelling.verdict = "useless";
    throw error;
  }
}
