import type { DesiredCustomer, DesiredPbx } from "../../model/customer/desired.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import { toPbxId, toUserId, type ObjectKey, type TenantId } from "../../model/ids.ts";
import type { KnownCustomer } from "../../model/ports/memory.ts";
import { ApiError, type ReadApi } from "../api.ts";

/**
 * A customer's listed users, and those whom the memory knows and a young list does not show yet. Nobody is created again
 * because a list is wrong: throws the ApiError of the list when a GET finds somebody whom it should show.
 */
export async function completeUsers(
  api: ReadApi,
  { users }: DesiredCustomer,
  tenantId: TenantId,
  listed: readonly ObservedUser[],
  known: KnownCustomer | undefined,
): Promise<readonly ObservedUser[]> {
  const missing = users
    .filter((user) => user.state === "present")
    .flatMap(({ key, previously }) => [key, ...(previously === undefined ? [] : [previously])])
    .filter((key) => !listed.some((user) => user.key === key))
    .map((key): ObjectKey => `user:${key}`);
  const find = (id: string): Promise<ObservedUser | undefined> => api.user(tenantId, toUserId(id));
  return complete(listed, missing, find, listOf(tenantId, "users", known));
}

/** A customer's listed PBXs, in the same way. */
export async function completePbxs(
  api: ReadApi,
  desired: readonly DesiredPbx[],
  tenantId: TenantId,
  listed: readonly ObservedPbx[],
  known: KnownCustomer | undefined,
): Promise<readonly ObservedPbx[]> {
  const missing = desired
    .filter(({ state, name }) => state === "present" && !listed.some((pbx) => pbx.name === name))
    .map(({ name }): ObjectKey => `pbx:${name}`);
  const find = (id: string): Promise<ObservedPbx | undefined> => api.pbx(tenantId, toPbxId(id));
  return complete(listed, missing, find, listOf(tenantId, "pbxs", known));
}

interface List {
  readonly path: string;
  /** undefined: nothing is remembered of this tenant. */
  readonly known: KnownCustomer | undefined;
}

/** What is remembered of another tenant with this reference says nothing of this one. */
function listOf(tenantId: TenantId, name: string, known: KnownCustomer | undefined): List {
  return { path: `customers/${tenantId}/${name}`, known: known?.tenantId === tenantId ? known : undefined };
}

async function complete<Item extends { readonly id: string }>(
  listed: readonly Item[],
  missing: readonly ObjectKey[],
  find: (id: string) => Promise<Item | undefined>,
  { path, known }: List,
): Promise<readonly Item[]> {
  const unlisted = await Promise.all(
    missing.map(async (key): Promise<readonly Item[]> => {
      const { id, mayLag = false } = known?.object(key) ?? {};
      if (id === undefined || listed.some((item) => item.id === id)) return [];
      const found = await find(id);
      if (found === undefined) return [];
      if (!mayLag) throw incomplete(path, key);
      return [found];
    }),
  );
  return [...listed, ...unlisted.flat()];
}

function incomplete(path: string, key: ObjectKey): ApiError {
  const name = key.replace(/^user:/u, "").replace(/^pbx:/u, "PBX ");
  const message = `the list is incomplete: ${name} is not in it, but exists in Dimensions`;
  return new ApiError("refused", { method: "GET", path, message });
}
