import type { Change } from "../../model/plan/change.ts";
import type { DesiredValue } from "../../model/customer/value.ts";
import type { Reference, TenantId } from "../../model/ids.ts";
import type { Intent, Journal } from "../../model/ports/memory.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";

/** The journal as one customer's changes use it. */
export interface ChangeJournal {
  /** Records a change as begun. */
  begin(change: Change): Promise<void>;
  /** Records a change as written; its customer exists by now. */
  confirm(change: Change): Promise<void>;
}

/** Binds the journal to a customer whose tenant may still have to be created: `findTenant` is asked at each call. */
export function createChangeJournal(
  journal: Journal,
  reference: Reference,
  findTenant: () => TenantId | undefined,
): ChangeJournal {
  return {
    begin: (change) => journal.begin(createIntent(change, reference, findTenant())),
    async confirm(change) {
      const tenantId = findTenant();
      if (tenantId === undefined) throw new Error(`${reference}: ${change.key} was written to no tenant`);
      await journal.confirm({ ...createIntent(change, reference, tenantId), tenantId });
    },
  };
}

/** What the journal records of a planned change that may be started. */
export function plannedIntent(change: Change, { reference, tenantId }: CustomerPlan): Intent {
  return createIntent(change, reference, tenantId);
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

/** The written fields; a PBX create enables its profile even where the manifest does not say so (A4). */
function listDesiredValues(change: Change): ReadonlyMap<string, DesiredValue> {
  const declared = change.fields.map(({ name, after }): [string, DesiredValue] => [name, after]);
  const enables = change.kind === "pbx" && change.action === "create" && change.enable;
  return new Map(enables ? [...declared, ["enabled", true]] : declared);
}
