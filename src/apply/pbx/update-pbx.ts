import type { UpdatePbx } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { fieldOps, showsAll } from "../write/patch-ops.ts";
import { patchWrite } from "../write/recover.ts";

/** Patches a PBX. */
export async function updatePbx(
  change: UpdatePbx,
  { api, options, progress, perform }: CustomerContext,
): Promise<Outcome> {
  const { objectId: pbxId } = change;
  const ops = fieldOps("pbx", change.fields, options.secrets);
  const isDone = async (): Promise<boolean> => {
    const live = (await api.pbxs()).find((pbx) => pbx.id === pbxId);
    return live !== undefined && showsAll(change.fields, live.fields);
  };
  progress.expectImport();
  return perform({ change, ...patchWrite(() => api.patchPbx(pbxId, ops), isDone) });
}
