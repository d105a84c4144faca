import type { Change, CreatePbx } from "../../model/plan/change.ts";
import type { ObservedPbx } from "../../model/customer/observed.ts";
import type { TenantApi } from "../context/tenant-api.ts";
import { onlyOne } from "../write/held-error.ts";

/**
 * The profile that a create is about, if there is one: by its name; else by the instance check; else as the one profile
 * whose name the customer's create has lost. `changes` are the customer's. Throws a HeldError when several have the name.
 */
export async function findPbx(
  change: CreatePbx,
  api: TenantApi,
  changes: readonly Change[],
): Promise<ObservedPbx | undefined> {
  const pbxs = await api.pbxs();
  const named = pbxs.filter((pbx) => pbx.name === change.name);
  return (
    onlyOne(named, `live PBXs have the name ${change.name}`) ??
    (await findAttached(change, pbxs, api)) ??
    findUnnamed(change, pbxs, changes)
  );
}

/** What the instance check says is attached to this tenant; a PBX of somebody else's is not ours to take over. */
async function findAttached(
  { instanceId, name, wireType }: CreatePbx,
  pbxs: readonly ObservedPbx[],
  api: TenantApi,
): Promise<ObservedPbx | undefined> {
  if (instanceId === undefined) return undefined;
  const attached = await api.instance(instanceId);
  if (attached.state !== "attached" || attached.tenantId !== api.tenantId) return undefined;
  const { pbxId: id } = attached;
  if (id === undefined) return undefined;
  return pbxs.find((pbx) => pbx.id === id) ?? { id, name, wireType, fields: new Map() };
}

/** A create inside a customer may have lost its name on the way (the documented example has none): one other profile of the type. */
function findUnnamed(
  { inside, wireType }: CreatePbx,
  pbxs: readonly ObservedPbx[],
  changes: readonly Change[],
): ObservedPbx | undefined {
  if (!inside) return undefined;
  const declared = new Set(changes.flatMap((other) => (other.kind === "pbx" ? [other.name] : [])));
  // The customer's further profiles are created meanwhile, under their names.
  const unnamed = pbxs.filter((pbx) => pbx.wireType === wireType && !declared.has(pbx.name));
  return unnamed.length === 1 ? unnamed[0] : undefined;
}
