import { runDueImports } from "../../../src/emulator/rules/pbx-import.ts";
import { holdsAdminRole } from "../../../src/emulator/rules/admin-first.ts";
import type { StoredCustomer } from "../../../src/emulator/world/state.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import { judge } from "../rules/safety.ts";
import { say, tenant, type SimProcess, type World } from "../world.ts";

/** A write as the rules look at it: who, what, and the customer before and after. */
export interface Write {
  readonly process: SimProcess;
  readonly request: WireRequest;
  readonly kind: "customer" | "pbx" | "user";
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly body: unknown;
  readonly status: number;
  readonly isDone: boolean;
  readonly before: StoredCustomer | undefined;
  readonly after: StoredCustomer | undefined;
}

/** One request reaches the service. Everything from here to the change happens at one moment. */
export async function serve(
  world: World,
  actor: SimProcess | "person",
  request: WireRequest,
): Promise<WireResponse> {
  const { emulator, dice, clock } = world;
  runDueImports({
    state: emulator.state,
    switches: emulator.switches,
    random: dice.random,
    now: clock.now(),
  });
  const place = placeOf(request.path);
  const isWrite = request.method !== "GET";
  const before =
    isWrite && place.tenantId !== undefined ? structuredClone(tenant(world, place.tenantId)) : undefined;
  const known = isWrite ? new Set(Object.keys(emulator.state.customers)) : undefined;
  const answer = emulator.handle(request);
  const { status, effect } = emulator.log.at(-1) ?? { status: 0 };
  const who = actor === "person" ? "person" : actor.name;
  say(
    world,
    () =>
      `${who} ${request.method} ${request.path} ${isWrite ? (request.body ?? "") : ""} -> ${status}${status >= 400 ? " refused" : ""}`,
  );
  if (actor !== "person" && effect !== undefined) world.sabotage?.(request, emulator);
  if (actor !== "person") noteRead(world, actor, place, request, status);
  if (!isWrite) return answer;
  const createdTenant = Object.keys(emulator.state.customers).find((id) => !known?.has(id));
  const tenantId = place.tenantId ?? createdTenant;
  const write = {
    request,
    kind: place.kind,
    tenantId,
    objectId: place.objectId,
    body: bodyOf(request),
    status,
    isDone: effect !== undefined,
    before,
    after: tenantId === undefined ? undefined : tenant(world, tenantId),
  };
  if (actor !== "person") {
    actor.writes += 1;
    judge(world, { ...write, process: actor });
  }
  if (effect !== undefined && tenantId !== undefined) {
    world.acts.push({
      by: actor,
      tenantId,
      objectId:
        place.objectId ??
        (place.tenantId === undefined ? undefined : newest(write.before, write.after)) ??
        tenantId,
      effect,
    });
  }
  return answer;
}

interface Place {
  readonly kind: Write["kind"];
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
}

function placeOf(path: string): Place {
  const [, tenantId, folder, objectId] =
    /\/customers(?:\/([^/?]+))?(?:\/(users|pbxs))?(?:\/([^/?]+))?/u.exec(path) ?? [];
  return { kind: folder === "users" ? "user" : folder === "pbxs" ? "pbx" : "customer", tenantId, objectId };
}

function bodyOf({ body }: WireRequest): unknown {
  return body === undefined ? undefined : (JSON.parse(body) as unknown);
}

/** Which object a create has made. */
function newest(before: StoredCustomer | undefined, after: StoredCustomer | undefined): string | undefined {
  const ids = after ? [...Object.keys(after.users), ...Object.keys(after.pbxs)] : [];
  return ids.find((id) => before?.users[id] === undefined && before?.pbxs[id] === undefined);
}

function noteRead(
  world: World,
  process: SimProcess,
  place: Place,
  request: WireRequest,
  status: number,
): void {
  const { tenantId, objectId, kind } = place;
  if (request.method !== "GET" || status !== 200 || tenantId === undefined) return;
  if (kind === "user" && objectId === undefined) process.lists.set(tenantId, world.clock.now());
  const users = tenant(world, tenantId)?.users ?? {};
  const seen = kind === "user" && objectId !== undefined ? [users[objectId]] : [];
  const listed =
    kind === "user" && objectId === undefined && world.emulator.switches.listRoles === "shown"
      ? Object.values(users)
      : [];
  const admins = process.admins.get(tenantId) ?? new Map<string, number>();
  process.admins.set(tenantId, admins);
  for (const user of [...seen, ...listed]) {
    if (!user) continue;
    if (process.plan) process.reads.set(user.id, { roles: [...user.roles], at: world.acts.length });
    if (holdsAdminRole(user.roles, world.emulator.switches)) admins.set(user.id, world.acts.length);
  }
}
