import type { Change, ObjectKey } from "../model/plan/change.ts";
import type { Reference, TenantId, UserId } from "../model/ids.ts";
import type { Outcome } from "../model/plan/outcome.ts";
import type { CustomerPlan } from "../model/plan/plan.ts";
import type { ApplyOptions, Emit } from "./options.ts";
import type { SharedRun } from "./shared-run.ts";

/** The apply of one customer while it goes on: the only state that changes, and what each step may look at. */
export interface CustomerRun {
  readonly plan: CustomerPlan;
  readonly reference: Reference;
  readonly options: ApplyOptions;
  readonly emit: Emit;
  readonly shared: SharedRun;
  /** Known from the start, or from the create in wave 1. */
  tenantId: TenantId | undefined;
  /** Admins that the service has confirmed: seen by the plan, or read back after wave 3. */
  readonly admins: Set<UserId>;
  /** Users that wave 3 has written, by key. */
  readonly written: Map<ObjectKey, UserId>;
  /** A PBX was attached or enabled in this run: people may come by its import at any time (CONTRACT.md, guide step 2). */
  importsPeople: boolean;
  /** The one attempt to give this customer's admin the other spelling (A1), shared by all who wait for it. */
  spellingCure: Promise<boolean> | undefined;
  /** By change: what became of it. */
  readonly outcomes: Map<Change, Outcome>;
}

/** A run at its start. */
export function startRun(
  plan: CustomerPlan,
  options: ApplyOptions,
  shared: SharedRun,
  emit: Emit,
): CustomerRun {
  return {
    plan,
    reference: plan.reference,
    options,
    emit,
    shared,
    tenantId: plan.tenantId,
    admins: new Set(plan.confirmedAdmins),
    written: new Map(),
    importsPeople: false,
    spellingCure: undefined,
    outcomes: new Map(),
  };
}

/** The tenant of a change that cannot start without one; waves keep that order, so its absence is our bug. */
export function requireTenant(run: CustomerRun): TenantId {
  if (run.tenantId === undefined)
    throw new Error(`${run.reference}: a change was started before its customer exists`);
  return run.tenantId;
}
