import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { TenantId } from "../../model/ids.ts";
import type { AttachedInstance } from "../../model/customer/observed.ts";
import type { Note } from "../../model/plan/plan.ts";

/** What the instance check found before a create: the PBX is already attached, and to which customer (ARCHITECTURE.md, The manifest). */
export function instanceNotes(
  desired: DesiredCustomer,
  attached: readonly AttachedInstance[],
  own?: TenantId,
): readonly Note[] {
  return attached
    .filter((instance) => own === undefined || instance.tenantId !== own)
    .map((instance) => {
      const pbx = desired.pbxs?.find((candidate) => candidate.instanceId === instance.instanceId);
      const owner = instance.reference ?? instance.tenantId ?? "another customer";
      return {
        code: "instance-attached",
        text: `PBX ${pbx?.name ?? instance.instanceId} is already attached to ${owner}`,
      };
    });
}
