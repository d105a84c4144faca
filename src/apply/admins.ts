import type { DeleteUser, UpdateUser } from "../model/change.ts";
import type { UserId } from "../model/ids.ts";
import type { Outcome } from "../model/outcome.ts";
import { isAdmin } from "../model/roles.ts";
import { losesAdmin } from "./roles.ts";
import { tenantOf, type CustomerRun } from "./run.ts";

export const LAST_ADMIN: Outcome = { status: "held", hold: { why: "last-admin" } };

/**
 * Whether at least one admin is confirmed by the service: the gate before every other user (guide step 4). The admins
 * that wave 3 has written are read back, one after the other, until one is an admin in the service's own words.
 */
export async function confirmAdmin(run: CustomerRun): Promise<boolean> {
  if (run.admins.size > 0) return true;
  const written = run.plan.changes
    .filter((change) => change.kind === "user" && change.wave === 3)
    .map((change) => run.written.get(change.key))
    .filter((userId) => userId !== undefined);
  for (const userId of written) {
    if (await isConfirmed(userId, run, "as-written")) {
      run.admins.add(userId);
      return true;
    }
  }
  return false;
}

/**
 * Whether this demotion or removal would leave the customer without an admin. Another one is read right before, because
 * somebody else may be at work: from one admin to none is the one thing that must never happen.
 */
export async function isLastAdmin(change: UpdateUser | DeleteUser, run: CustomerRun): Promise<boolean> {
  if (!losesAdmin(change, run)) return false;
  const leaving = leavingAdmins(run);
  const candidates = [...new Set([...run.admins, ...run.written.values()])].filter(
    (userId) => !leaving.has(userId),
  );
  for (const userId of candidates) {
    if (await isConfirmed(userId, run, "not-an-admin")) return false;
  }
  return true;
}

/** What it means when the service does not show the roles: a write it has acknowledged counts, a guess does not. */
type WhenNotShown = "as-written" | "not-an-admin";

async function isConfirmed(userId: UserId, run: CustomerRun, whenNotShown: WhenNotShown): Promise<boolean> {
  const { api, adminRoles } = run.options;
  const live = await api.user(tenantOf(run), userId);
  if (!live) return false;
  return live.roles ? isAdmin(live.roles, adminRoles) : whenNotShown === "as-written";
}

/** Everybody whom this plan demotes or removes cannot be the admin who stays. */
function leavingAdmins(run: CustomerRun): ReadonlySet<UserId> {
  const leaving = run.plan.changes.flatMap((change) => {
    if (change.kind !== "user" || change.action === "create" || change.wave !== 5 || !losesAdmin(change, run))
      return [];
    if (change.action === "delete") return [change.userId];
    return change.target.by === "id" ? [change.target.userId] : [];
  });
  return new Set(leaving);
}
