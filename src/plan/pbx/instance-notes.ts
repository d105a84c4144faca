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
    .map((instance) => ({ code: "instance-attached", text: describeAttached(instance, desired) }));
}

/** `PBX Acme Kazoo is already attached to ACME-0041`. */
export function describeAttached(attached: AttachedInstance, desired: DesiredCustomer): string {
  const pbx = desired.pbxs?.find(({ instanceId }) => instanceId === attached.instanceId);
  const owner = attached.reference ?? attached.tenantId ?? "another customer";
  return `PBX ${pbx?.name ?? attached.instanceId} is already attached to ${owner}`;
}
