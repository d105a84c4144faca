import { defined } from "../../model/json/defined.ts";
import type { ObjectKey } from "../../model/plan/change.ts";
import { toReference, type Reference, type TenantId } from "../../model/ids.ts";
import type { EnvironmentState, RememberedCustomer, RememberedObject } from "../../model/ports/state.ts";
import { asObjectKey } from "./fingerprint.ts";

/** One environment's memory while a run works with it: maps that are changed in place by replay.ts. */
export interface Ledger {
  readonly customers: Map<Reference, CustomerLedger>;
  readonly deleted: Set<TenantId>;
  readonly spentPlans: Set<string>;
}

/** What is remembered of one customer, while a run changes it. */
export interface CustomerLedger {
  tenantId: TenantId | undefined;
  readonly objects: Map<ObjectKey, ObjectLedger>;
}

/** Fingerprints by field name. */
export interface ObjectLedger {
  /** The id that Dimensions has given it; undefined until a write of it is confirmed. */
  id: string | undefined;
  readonly written: Map<string, string>;
  readonly pending: Map<string, string>;
  createBegunAt: number | undefined;
}

/** A plan this many plans ago is refused no longer as spent; that it is stale is still found by reading live. */
const SPENT_PLANS_KEPT = 5000;

/** The ledger of an environment as it was kept. */
export function openLedger(state: EnvironmentState): Ledger {
  const customers = Object.entries(state.customers).map(
    ([reference, customer]) => [toReference(reference), customerLedger(customer)] as const,
  );
  return {
    customers: new Map(customers),
    deleted: new Set(state.deleted),
    spentPlans: new Set(state.spentPlans),
  };
}

/** What the ledger adds to an environment's state; its tokens belong to auth/ and are not in it. */
export function ledgerState(ledger: Ledger): EnvironmentState {
  const customers = [...ledger.customers].map(
    ([reference, customer]) => [reference, remembered(customer)] as const,
  );
  return {
    customers: Object.fromEntries(customers),
    deleted: [...ledger.deleted],
    spentPlans: [...ledger.spentPlans].slice(-SPENT_PLANS_KEPT),
  };
}

/** An object of which nothing is remembered. */
export function emptyObject(): ObjectLedger {
  return { id: undefined, written: new Map(), pending: new Map(), createBegunAt: undefined };
}

function customerLedger(customer: RememberedCustomer): CustomerLedger {
  const objects = Object.entries(customer.objects).flatMap(([text, object]) => {
    const key = asObjectKey(text);
    return key === undefined ? [] : [[key, objectLedger(object)] as const];
  });
  return { tenantId: customer.tenantId, objects: new Map(objects) };
}

function objectLedger(object: RememberedObject): ObjectLedger {
  return {
    id: object.id,
    written: new Map(Object.entries(object.written)),
    pending: new Map(Object.entries(object.pending)),
    createBegunAt: object.createBegunAt,
  };
}

function remembered(customer: CustomerLedger): RememberedCustomer {
  const objects = [...customer.objects].map(([key, object]) => [
    key,
    {
      written: Object.fromEntries(object.written),
      pending: Object.fromEntries(object.pending),
      ...defined({ id: object.id, createBegunAt: object.createBegunAt }),
    },
  ]);
  return {
    ...defined({ tenantId: customer.tenantId }),
    objects: Object.fromEntries(objects),
  };
}
