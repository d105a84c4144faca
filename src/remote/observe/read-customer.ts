import { defined } from "../../model/json/defined.ts";
import type { DesiredCustomer, DesiredPbx, DesiredUser } from "../../model/customer/desired.ts";
import { isSpelling } from "../../model/customer/admin-dialect.ts";
import type { EmailKey, TenantId } from "../../model/ids.ts";
import type {
  AttachedInstance,
  ObservedCustomer,
  ObservedPbx,
  ObservedUser,
} from "../../model/customer/observed.ts";
import { ApiError, type LiveCustomer, type ReadApi } from "../api.ts";
import { isAbsent } from "../codec/contract.ts";
import { completePbxs, completeUsers } from "./complete-list.ts";
import type { KnownCustomer } from "../../model/ports/memory.ts";

/** A listed customer: its users and PBXs side by side. One that is to go needs no more than a look whether it is there. */
export async function readPresent(
  api: ReadApi,
  desired: DesiredCustomer,
  live: LiveCustomer,
  known?: KnownCustomer,
): Promise<ObservedCustomer> {
  if (desired.state === "absent") {
    const found = await api.customer(live.id);
    if (!found) return { state: "absent", instances: [] };
    const fields = new Map([...live.fields, ...found.fields]);
    return { state: "present", tenantId: live.id, fields, pbxs: [], users: [], instances: [] };
  }
  const [listed, { pbxs, instances }] = await Promise.all([
    readUsers(api, desired, live.id, known),
    readPbxs(api, desired, live.id, known),
  ]);
  const users = maybeCutOff(listed, pbxs) ? await readAllRoles(api, live.id, listed) : listed;
  const isRenamed = live.reference !== undefined && live.reference !== desired.reference;
  return {
    state: "present",
    tenantId: live.id,
    ...(isRenamed ? defined({ formerReference: live.reference }) : {}),
    fields: live.fields,
    pbxs,
    users,
    instances,
  };
}

/** No read says whether a PBX is on, and no admin is known: who is there tells whether the onboarding was cut off before its enabling. */
function maybeCutOff(users: readonly ObservedUser[], pbxs: readonly ObservedPbx[]): boolean {
  const hasAdmin = users.some(({ roles }) => roles?.some((role) => isSpelling(role)) === true);
  return !hasAdmin && pbxs.some(({ fields }) => !fields.has("enabled"));
}

/** A customer that is not listed: only whether its PBXs are attached somewhere already. */
export async function readAbsent(
  api: ReadApi,
  desired: DesiredCustomer,
): Promise<Extract<ObservedCustomer, { state: "absent" }>> {
  const pbxs = desired.state === "absent" ? [] : (desired.pbxs ?? []);
  const instances = await readInstances(api, desired, pbxs);
  return { state: "absent", instances };
}

/** A listed customer whose delete was accepted earlier: gone when a GET does not find it, else being deleted (A13). */
export async function readPendingDelete(api: ReadApi, live: LiveCustomer): Promise<ObservedCustomer> {
  const found = await api.customer(live.id);
  return found ? { state: "deleting", tenantId: live.id } : { state: "absent", instances: [] };
}

/** Whether an error ends the observation of all: everything that is not about one request. */
export function isFatal(error: unknown): boolean {
  return !(error instanceof ApiError) || error.kind === "unauthorised" || error.kind === "stopped";
}

/** A customer that is listed and whose parts are not found may be on its way out (A13); otherwise it is unreadable. */
export async function whyUnreadable(
  api: ReadApi,
  live: LiveCustomer | undefined,
  error: unknown,
): Promise<ObservedCustomer> {
  const why = error instanceof Error ? error.message : "could not be read";
  if (!live || !(error instanceof ApiError) || !isAbsent(error.request.status)) {
    return { state: "unreadable", why };
  }
  try {
    const found = await api.customer(live.id);
    return found ? { state: "unreadable", why } : { state: "deleting", tenantId: live.id };
  } catch (again) {
    if (isFatal(again)) throw again;
    return { state: "unreadable", why };
  }
}

async function readUsers(
  api: ReadApi,
  desired: DesiredCustomer,
  tenantId: TenantId,
  known: KnownCustomer | undefined,
): Promise<readonly ObservedUser[]> {
  const listed = await completeUsers(api, desired, tenantId, await api.users(tenantId), known);
  const needed = rolesNeeded(desired);
  const users = await Promise.all(
    listed.map(async (user) => {
      const ask = user.roles === undefined && needed(user.key);
      return ask ? readUser(api, tenantId, user) : user;
    }),
  );
  return users.filter((user) => user !== undefined);
}

async function readAllRoles(
  api: ReadApi,
  tenantId: TenantId,
  listed: readonly ObservedUser[],
): Promise<readonly ObservedUser[]> {
  const users = await Promise.all(
    listed.map(async (user) => (user.roles === undefined ? readUser(api, tenantId, user) : user)),
  );
  return users.filter((user) => user !== undefined);
}

/** Lists do not carry roles (A6). A user of this tenant that a GET does not find has gone since the list was made. */
async function readUser(
  api: ReadApi,
  tenantId: TenantId,
  listed: ObservedUser,
): Promise<ObservedUser | undefined> {
  const found = await api.user(tenantId, listed.id);
  if (found) return { ...listed, ...found, fields: new Map([...listed.fields, ...found.fields]) };
  const elsewhere = listed.primaryTenant !== undefined && listed.primaryTenant !== tenantId;
  return listed.isParent || elsewhere ? listed : undefined;
}

/** Whose roles the manifest needs: everyone's where a list is exact, else those of the users it says something of. */
function rolesNeeded(desired: DesiredCustomer): (key: EmailKey | undefined) => boolean {
  if (desired.manage.users === "exact" || desired.manage.admins === "exact") return () => true;
  const keys = new Set(
    desired.users
      .filter(dependsOnRoles)
      .flatMap(({ key, previously }) => [key, ...(previously ? [previously] : [])]),
  );
  return (key) => key !== undefined && keys.has(key);
}

/** A user to be removed may be the last admin. */
function dependsOnRoles(user: DesiredUser): boolean {
  return user.admin || user.roles !== undefined || user.login !== undefined || user.state === "absent";
}

async function readPbxs(
  api: ReadApi,
  desired: DesiredCustomer,
  tenantId: TenantId,
  known: KnownCustomer | undefined,
): Promise<{ pbxs: readonly ObservedPbx[]; instances: readonly AttachedInstance[] }> {
  if (!desired.pbxs) return { pbxs: [], instances: [] };
  const pbxs = await completePbxs(api, desired.pbxs, tenantId, await api.pbxs(tenantId), known);
  const missing = desired.pbxs.filter(({ name }) => !pbxs.some((live) => live.name === name));
  return { pbxs, instances: await readInstances(api, desired, missing, tenantId) };
}

async function readInstances(
  api: ReadApi,
  desired: DesiredCustomer,
  pbxs: readonly DesiredPbx[],
  ownTenant?: TenantId,
): Promise<readonly AttachedInstance[]> {
  const ids = new Set(
    pbxs.flatMap(({ state, instanceId }) =>
      state === "present" && instanceId !== undefined ? [instanceId] : [],
    ),
  );
  const answers = await Promise.all(
    [...ids].map(async (instanceId): Promise<readonly AttachedInstance[]> => {
      const check = await api.instance(instanceId);
      if (check.state !== "attached") return [];
      const { tenantId, pbxId } = check;
      const own = tenantId !== undefined && tenantId === ownTenant;
      const reference = own ? desired.reference : await readReference(api, tenantId);
      return [
        {
          instanceId,
          ...defined({ tenantId, pbxId, reference }),
        },
      ];
    }),
  );
  return answers.flat();
}

/** An attached PBX is rare: its owner is asked for then, instead of remembering the references of a whole fleet. */
async function readReference(api: ReadApi, tenantId: TenantId | undefined): Promise<string | undefined> {
  if (tenantId === undefined) return undefined;
  try {
    return (await api.customer(tenantId))?.reference;
  } catch (error) {
    // It may belong to another reseller, where we may not look.
    if (isFatal(error)) throw error;
    return undefined;
  }
}
