import { hasAdmin } from "../../../src/emulator/rules/admin-first.ts";
import type { StoredUser } from "../../../src/emulator/world/state.ts";
import { ADMIN_SPELLINGS } from "../../../src/model/customer/admin-dialect.ts";
import { toEmailKey } from "../../../src/model/ids.ts";
import type { Change, UserChange } from "../../../src/model/plan/change.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import type { Write } from "../actors/service.ts";
import type { World } from "../world.ts";
import { fieldsOutside, hasRival, isManage, isRespelling, isRow, othersSince } from "./written.ts";

export function judgeUser(
  world: World,
  write: Write,
  going: readonly Change[],
  plan: CustomerPlan,
): readonly string[] {
  const all = going.filter((change): change is UserChange => change.kind === "user");
  const target = write.objectId === undefined ? undefined : write.before?.users[write.objectId];
  const matching = all.filter((change) => isMeant(change, write, target));
  const found: string[] = [];
  if (matching.length === 0 && target && !isRespelling(write, target))
    found.push(`${target.email ?? target.id} was written, and the plan does not say so`);
  if (target?.isParent) found.push("a user of a higher level was written");
  found.push(...judgeGate(world, write, matching));
  if (!write.isDone || !write.after) return found;
  const after = write.objectId === undefined ? madeUser(write) : write.after.users[write.objectId];
  if (write.request.method === "POST" && after) {
    write.process.created.add(`${plan.reference}/user:${toEmailKey(after.email ?? "")}`);
    // The import may bring a person between our look and our create.
    const looked = write.process.lists.get(write.tenantId ?? "") ?? 0;
    const twins = Object.values(write.after.users).filter(
      (user) =>
        user !== after &&
        toEmailKey(user.email ?? "") === toEmailKey(after.email ?? "") &&
        !(user.pbx && user.createdAt + world.emulator.switches.listLagMs >= looked),
    );
    if (
      twins.length > 0 &&
      !hasRival(
        world,
        write,
        twins.map(({ id }) => id),
      )
    )
      found.push(`two users have the address ${after.email}`);
    if (matching.length === 0) found.push(`${after.email} was created, and the plan does not say so`);
  }
  found.push(...judgeLastAdmin(world, write));
  found.push(...judgeRoles(world, write, matching, target, after));
  if (write.request.method === "PATCH") found.push(...fieldsOutside(write, matching, plan));
  return found;
}

/** Guide step 4: before an admin is there nobody but an admin is written, not even in vain. */
function judgeGate(world: World, write: Write, matching: readonly UserChange[]): readonly string[] {
  const { emulator } = world;
  if (!write.before || !write.tenantId || hasAdmin(write.before, emulator.switches)) return [];
  if (matching.some((change) => change.wave === 3)) return [];
  const { adminRole, adminRoleStored, unknownRoles } = emulator.switches;
  // A1: the service counts a spelling that nobody can know; it is found by its refusals.
  if (adminRole !== "both" && adminRoleStored === "as-sent" && unknownRoles === "store") return [];
  const seen = Math.max(-1, ...(write.process.admins.get(write.tenantId)?.values() ?? []));
  if (othersSince(world, write, seen)) return [];
  return ["a user was to be written before an admin is there"];
}

function judgeLastAdmin(world: World, write: Write): readonly string[] {
  const { switches } = world.emulator;
  if (!write.before || !write.after || !hasAdmin(write.before, switches) || hasAdmin(write.after, switches))
    return [];
  const seen = [...(write.process.admins.get(write.tenantId ?? "") ?? [])].filter(
    ([userId]) => userId !== write.objectId,
  );
  const last = Math.max(-1, ...seen.map(([, at]) => at));
  // Somebody else demoted the admin whom we had just seen: between a read and a write nobody can be safe.
  if (last >= 0 && othersSince(world, write, last)) return [];
  return ["the last admin was taken away"];
}

function judgeRoles(
  world: World,
  write: Write,
  matching: readonly UserChange[],
  target: StoredUser | undefined,
  after: StoredUser | undefined,
): readonly string[] {
  const had = target?.roles ?? [];
  const has = after?.roles ?? [];
  const found: string[] = [];
  if (levels(has).length > 1 && levels(had).length <= 1) found.push("two supervisor levels for one user");
  const adds = new Set<string>(matching.flatMap((change) => change.roles.add));
  if ([...adds, ...had].some(isManage)) ADMIN_SPELLINGS.forEach((role) => adds.add(role));
  if (write.request.method === "POST") adds.add("customer.user");
  ["customer.user.pbx", "customer.user.acd"].forEach((role) => adds.add(role));
  // Somebody may take a role between our read and our write, which then puts it back.
  const lastRead = write.process.reads.get(write.objectId ?? "")?.roles ?? [];
  const extra = has.filter((role) => !had.includes(role) && !adds.has(role) && !lastRead.includes(role));
  if (extra.length > 0) found.push(`${extra.join(", ")} was given, and the plan does not say so`);
  if (write.request.method === "DELETE") return found;
  const removes = new Set<string>(matching.flatMap((change) => change.roles.remove));
  const givesWay = (role: string): boolean =>
    role.includes("supervisorl") && [...adds].some((added) => added.includes("supervisorl"));
  // A service may store either admin spelling as the one it prefers (A1).
  const respelled = (role: string): boolean => isManage(role) && has.some(isManage);
  const lost = had.filter(
    (role) => !has.includes(role) && !removes.has(role) && !givesWay(role) && !respelled(role),
  );
  if (lost.length > 0) found.push(...lostRoles(write, lost));
  const known = levels(had).every((role) => lastRead.includes(role));
  if (known && levels(had).length > 0 && levels(has).length === 0 && levels([...adds]).length > 0)
    found.push("a supervisor level was taken before the other was given");
  return found;
}

function levels(roles: readonly string[]): readonly string[] {
  return roles.filter((role) => role.includes("supervisorl"));
}

/** A role that is gone and was not to go: a race when it came after the read right before, else a loss. */
function lostRoles(write: Write, lost: readonly string[]): readonly string[] {
  const read = write.process.reads.get(write.objectId ?? "");
  if (!read) return [`${lost.join(", ")} was lost: the roles were not read`];
  const known = lost.filter((role) => read.roles.includes(role));
  return known.length > 0 ? [`${known.join(", ")} was lost although the last read shows it`] : [];
}

/** Whether the change is about the user of this write. */
function isMeant(change: UserChange, write: Write, target: StoredUser | undefined): boolean {
  if (target === undefined) {
    const email = isRow(write.body) ? write.body["email"] : undefined;
    return (
      change.action === "create" &&
      typeof email === "string" &&
      toEmailKey(email) === toEmailKey(change.email)
    );
  }
  if (change.action === "delete") return change.objectId === target.id;
  if (change.action === "update" && change.objectId !== undefined) return change.objectId === target.id;
  return toEmailKey(target.email ?? "") === toEmailKey(change.email);
}

function madeUser({ before, after }: Write): StoredUser | undefined {
  return Object.values(after?.users ?? {}).find(({ id }) => before?.users[id] === undefined);
}
