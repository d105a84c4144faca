import { findInsidePbx, type Change, type FieldChange } from "../../model/plan/change.ts";
import type { DesiredValue } from "../../model/customer/value.ts";
import type { Reference, TenantId } from "../../model/ids.ts";
import type { Intent } from "../../model/ports/memory.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { requireTenant, type CustomerRun } from "../run.ts";

/** What the journal is told of a change that is planned and may be begun. */
export function plannedIntent(change: Change, { reference, tenantId }: CustomerPlan): Intent {
  return createIntent(change, reference, tenantId);
}

function runIntent(change: Change, run: CustomerRun): Intent {
  return createIntent(change, run.reference, run.tenantId);
}

function createIntent(change: Change, reference: Reference, tenantId: TenantId | undefined): Intent {
  return {
    reference,
    ...(tenantId !== undefined && { tenantId }),
    key: change.key,
    ...(change.formerKey !== undefined && { formerKey: change.formerKey }),
    action: change.action,
    fields: listDesiredValues(change),
  };
}

/** Records the change as begun, with the PBX that travels inside a customer's create. */
export async function begin(change: Change, run: CustomerRun): Promise<void> {
  const { journal } = run.options;
  await journal.begin(runIntent(change, run));
  const isCreate = change.kind === "customer" && change.action === "create";
  const inside = isCreate ? findInsidePbx(run.plan.changes) : undefined;
  if (inside) await journal.begin(runIntent(inside, run));
}

/** Records the change as written; its customer exists by now. */
export async function confirm(change: Change, run: CustomerRun): Promise<void> {
  await run.options.journal.confirm({ ...runIntent(change, run), tenantId: requireTenant(run) });
}

/** The written fields; a PBX create enables its profile even where the manifest does not say so (A4). */
function listDesiredValues(change: Change): ReadonlyMap<string, DesiredValue> {
  const declared = change.fields.map(({ name, after }: FieldChange): [string, DesiredValue] => [name, after]);
  const enables = change.kind === "pbx" && change.action === "create" && change.enable;
  return new Map(enables ? [...declared, ["enabled", true]] : declared);
}
