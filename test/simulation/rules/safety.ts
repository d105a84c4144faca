import { hasAdmin } from "../../../src/emulator/rules/admin-first.ts";
import { readInstanceId } from "../../../src/emulator/rules/pbx-import.ts";
import type { StoredCustomer, StoredUser } from "../../../src/emulator/world/state.ts";
import type { Change, UserChange } from "../../../src/model/plan/change.ts";
import { toEmailKey } from "../../../src/model/ids.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import { ADMIN_SPELLINGS } from "../../../src/model/customer/roles.ts";
import type { Write } from "../actors/service.ts";
import type { World } from "../world.ts";

/** The rules that hold for every single write, whatever goes wrong. Each finding is a sentence in `world.violations`. */
export function judge(world: World, write: Write): void {
  const found: string[] = [];
  const reference = (write.before ?? write.after)?.fields["reference"] ?? referenceIn(write.body);
  const plan = write.process.plan?.customers.find((customer) => customer.reference === reference);
  if (!plan) found.push(`a customer that no manifest in the plan manages was written: ${String(reference)}`);
  else {
    const going = plan.changes.filter((change) => !change.hold);
    if (write.kind === "customer") found.push(...judgeCustomer(world, write, plan, going));
    if (write.kind === "pbx") found.push(...judgePbx(world, write, going));
    if (write.kind === "user") found.push(...judgeUser(world, write, going, plan));
    found.push(...judgeNeed(world, write));
  }
  const { method, path } = write.request;
  for (const what of found) {
    world.violations.push(
      `${what} [${write.process.name} ${method} ${path} ${write.request.body ?? ""} -> ${write.status}]`,
    );
  }
}

function judgeCustomer(
  world: World,
  write: Write,
  plan: CustomerPlan,
  going: readonly Change[],
): readonly string[] {
  const own = going.filter((change) => change.kind === "customer");
  const { method } = write.request;
  if (method === "POST") {
    if (!own.some((change) => change.action === "create"))
      return ["a customer was created that the plan does not create"];
    if (!write.isDone) return [];
    write.process.created.add(`${plan.reference}/customer`);
    const twins = Object.values(world.emulator.state.customers).filter(
      (customer) => customer.fields["reference"] === plan.reference && customer.deletedAt === undefined,
    );
    if (
      twins.length > 1 &&
      !hasRival(
        world,
        write,
        twins.map(({ id }) => id),
      )
    )
      return [`two live customers have the reference ${plan.reference}`];
    return [];
  }
  if (method === "DELETE") {
    return own.some((change) => change.action === "delete")
      ? []
      : ["a customer was deleted that the plan does not delete"];
  }
  // What a create does not take, or was killed before it wrote, follows as a patch.
  const writes = own.filter((change) => change.action !== "delete");
  return fieldsOutside(write, writes, plan);
}

function judgePbx(world: World, write: Write, going: readonly Change[]): readonly string[] {
  const own = going.filter((change) => change.kind === "pbx");
  const { method } = write.request;
  if (method === "POST") {
    const name = isRow(write.body) ? write.body["name"] : undefined;
    if (!own.some((change) => change.action === "create" && change.name === name))
      return ["a PBX was created that the plan does not create"];
    if (!write.isDone || !write.after) return [];
    const made = Object.values(write.after.pbxs).find((pbx) => write.before?.pbxs[pbx.id] === undefined);
    const twins = Object.values(write.after.pbxs).filter(
      (pbx) =>
        pbx !== made &&
        (pbx.fields["name"] === name ||
          (made && readInstanceId(pbx) !== undefined && readInstanceId(pbx) === readInstanceId(made))),
    );
    if (
      twins.length === 0 ||
      hasRival(
        world,
        write,
        twins.map(({ id }) => id),
      )
    )
      return [];
    return [`two PBX profiles for ${String(name)}`];
  }
  if (method === "DELETE") {
    return own.some((change) => change.action === "delete" && change.objectId === write.objectId)
      ? []
      : ["a PBX was deleted that the plan does not delete"];
  }
  const updates = own.filter((change) => change.action === "update" && change.objectId === write.objectId);
  const creates = own.filter((change) => change.action === "create");
  const paths = pathsOf(write.body);
  const allowed = new Set([
    ...updates.flatMap(({ fields }) => fields.map(({ name }) => pathOf(name))),
    ...(creates.length > 0 ? ["/enabled", "/name"] : []),
  ]);
  return paths.filter((path) => !allowed.has(path)).map((path) => `${path} of a PBX is not part of the plan`);
}

function judgeUser(
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
      found.push(`two live users have the address ${after.email}`);
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
  // Someone else demoted the admin whom we had just seen: between a read and a write nobody can be safe.
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
  // Someone may take a role between our read and our write, which then puts it back.
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

/** A1: an admin is given the other spelling of the role that they hold, and nothing else. */
function isRespelling({ body }: Write, target: StoredUser): boolean {
  if (!Array.isArray(body) || body.length !== 1 || !target.roles.some(isManage)) return false;
  const [op]: unknown[] = body;
  return isRow(op) && op["op"] === "add" && typeof op["value"] === "string" && isManage(op["value"]);
}

function isManage(role: string): boolean {
  return ADMIN_SPELLINGS.some((spelling) => spelling === role);
}

/** A role that is gone and was not to go: a race when it came after the read right before, else a loss. */
function lostRoles(write: Write, lost: readonly string[]): readonly string[] {
  const read = write.process.reads.get(write.objectId ?? "");
  if (!read) return [`${lost.join(", ")} was lost: the roles were not read`];
  const known = lost.filter((role) => read.roles.includes(role));
  return known.length > 0 ? [`${known.join(", ")} was lost although the last read shows it`] : [];
}

/** In calm times every write changes something, or something that nobody can see. */
function judgeNeed(world: World, write: Write): readonly string[] {
  if (!write.process.isCalm || !write.isDone || write.request.method !== "PATCH" || !write.before) return [];
  if (JSON.stringify(strip(write.before)) !== JSON.stringify(strip(write.after))) return [];
  const isPermanent = (path: string): boolean =>
    path === "/timezone" && world.emulator.switches.timezoneStored === "canonical";
  const isUnset = (path: string): boolean =>
    world.emulator.switches.unsetFields === "omitted" && write.before?.fields[path.slice(1)] === null;
  const target = write.before.users[write.objectId ?? ""];
  if (target && isRespelling(write, target)) return [];
  // Wave 1 has switched the synchronisation on, and the service has granted the role before our turn came.
  if (
    write.before.fields["syncAcdAgentWithPbx"] === true &&
    write.request.body?.includes("customer.user.acd")
  )
    return [];
  // What no list shows yet cannot be compared.
  const pbx = write.before.pbxs[write.objectId ?? ""];
  if (pbx && pbx.createdAt + world.emulator.switches.listLagMs > world.clock.now()) return [];
  return pathsOf(write.body).every(
    (path) => isHidden(world, write.kind, path) || isPermanent(path) || isUnset(path),
  )
    ? []
    : ["a needless write: nothing was changed by it"];
}

function strip(customer: StoredCustomer | undefined): unknown {
  if (!customer) return undefined;
  return { ...customer, pbxs: Object.values(customer.pbxs).map(({ id, fields }) => [id, fields]) };
}

/** Whether reads do not show what stands at this path (A6). */
function isHidden(world: World, kind: Write["kind"], path: string): boolean {
  const { customerFields, pbxFields } = world.emulator.switches;
  const name = path.split("/")[1] ?? "";
  if (kind === "customer")
    return customerFields === "seven" || customerFields === "rich-get"
      ? !["name", "description", "enabled"].includes(name)
      : false;
  if (kind === "pbx") {
    if (name === "apiKey" || name === "licenseKey") return true;
    if (pbxFields === "rich") return false;
    return !(name === "name" || (name === "enabled" && pbxFields === "four-enabled"));
  }
  return false;
}

function fieldsOutside(write: Write, changes: readonly Change[], plan: CustomerPlan): readonly string[] {
  const allowed = new Set(changes.flatMap(({ fields }) => fields.map(({ name }) => pathOf(name))));
  const paths = pathsOf(write.body).filter((path) => !path.startsWith("/roles"));
  const outside = paths.filter((path) => !allowed.has(path)).map((path) => `${path} is not part of the plan`);
  return [...outside, ...outsideSaved(write, changes, plan, paths)];
}

/** A saved plan is the only thing that was approved: what it does not name is not written. */
function outsideSaved(
  write: Write,
  changes: readonly Change[],
  plan: CustomerPlan,
  paths: readonly string[],
): readonly string[] {
  if (!write.process.saved) return [];
  const customer = write.process.saved.customers.find(({ reference }) => reference === plan.reference);
  const keys = new Set<string>(changes.map(({ key }) => key));
  const records = customer?.changes.filter(({ key }) => keys.has(key)) ?? [];
  const names = new Set(records.flatMap(({ fields }) => fields.map(({ name }) => pathOf(name))));
  if (changes.some((change) => change.kind === "pbx")) names.add("/enabled");
  return paths.filter((path) => !names.has(path)).map((path) => `${path} is not part of the saved plan`);
}

/** The JSON Patch path of a field; every field of the simulation's manifests is in the tables. */
function pathOf(name: string): string {
  return `/${name.replaceAll(".", "/")}`;
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

/** Whether a process at work at the same time, or a person, made one of these: two at once cannot see each other. */
function hasRival(world: World, write: Write, ids: readonly string[]): boolean {
  return world.acts.some((act) => {
    const isTheirs =
      act.by !== write.process && (act.by === "person" || act.by.goneAs > write.process.begunAs);
    // A PBX comes with its customer (A2).
    const made =
      act.effect === "create-customer"
        ? [act.objectId, ...Object.keys(write.after?.pbxs ?? {})]
        : [act.objectId];
    return isTheirs && act.effect.startsWith("create") && made.some((id) => ids.includes(id));
  });
}

function othersSince(world: World, write: Write, since: number): boolean {
  return world.acts.some(
    (act, index) => index >= since && act.tenantId === write.tenantId && act.by !== write.process,
  );
}

function pathsOf(body: unknown): readonly string[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((op: unknown) => (isRow(op) && typeof op["path"] === "string" ? [op["path"]] : []));
}

function referenceIn(body: unknown): unknown {
  return isRow(body) ? body["reference"] : undefined;
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
