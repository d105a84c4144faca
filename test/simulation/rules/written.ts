import type { StoredUser } from "../../../src/emulator/world/state.ts";
import { ADMIN_SPELLINGS } from "../../../src/model/customer/admin-dialect.ts";
import type { Change } from "../../../src/model/plan/change.ts";
import type { CustomerPlan } from "../../../src/model/plan/plan.ts";
import type { Write } from "../actors/service.ts";
import type { World } from "../world.ts";

export function fieldsOutside(
  write: Write,
  changes: readonly Change[],
  plan: CustomerPlan,
): readonly string[] {
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

/** Whether a process at work at the same time, or a person, made one of these: two at once cannot see each other. */
export function hasRival(world: World, write: Write, ids: readonly string[]): boolean {
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

export function othersSince(world: World, write: Write, since: number): boolean {
  return world.acts.some(
    (act, index) => index >= since && act.tenantId === write.tenantId && act.by !== write.process,
  );
}

/** A1: an admin is given the other spelling of the role that they hold, and nothing else. */
export function isRespelling({ body }: Write, target: StoredUser): boolean {
  if (!Array.isArray(body) || body.length !== 1 || !target.roles.some(isManage)) return false;
  const [op]: unknown[] = body;
  return isRow(op) && op["op"] === "add" && typeof op["value"] === "string" && isManage(op["value"]);
}

export function isManage(role: string): boolean {
  return ADMIN_SPELLINGS.some((spelling) => spelling === role);
}

export function pathsOf(body: unknown): readonly string[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((op: unknown) => (isRow(op) && typeof op["path"] === "string" ? [op["path"]] : []));
}

export function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON Patch path of a field; every field of the simulation's manifests is in the tables. */
export function pathOf(name: string): string {
  return `/${name.replaceAll(".", "/")}`;
}
