import type { DeletePbx } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerContext } from "../context/context.ts";
import { removal } from "../write/remove.ts";

/** Removes a PBX; one that is gone already counts as removed. */
export async function deletePbx(change: DeletePbx, { api, perform }: CustomerContext): Promise<Outcome> {
  const { objectId: pbxId } = change;
  return perform({
    change,
    ...removal({
      send: () => api.deletePbx(pbxId),
      isGone: async () => !(await api.pbxs()).some((pbx) => pbx.id === pbxId),
      doubts404: true,
    }),
  });
}
