import { defined } from "../../model/json/defined.ts";
import type { Clock } from "../../model/ports/clock.ts";
import { LIST_LAG_MS, type KnownObject, type LookupKnown } from "../../model/ports/memory.ts";
import type { Ledger, ObjectLedger } from "./ledger.ts";

/** What the ledger, as it is at each question, knows of a customer and its objects by their ids. */
export function createKnownLookup(ledger: Ledger, clock: Clock): LookupKnown {
  return (reference) => {
    const customer = ledger.customers.get(reference);
    if (customer?.tenantId === undefined) return undefined;
    const { tenantId, objects } = customer;
    return {
      tenantId,
      mayLag: mayLag(objects.get("customer"), clock),
      object: (key) => knownObject(objects.get(key), clock),
    };
  };
}

function knownObject(object: ObjectLedger | undefined, clock: Clock): KnownObject | undefined {
  return object && { ...defined({ id: object.id }), mayLag: mayLag(object, clock) };
}

function mayLag(object: ObjectLedger | undefined, clock: Clock): boolean {
  return object?.createBegunAt !== undefined && clock.now() - object.createBegunAt <= LIST_LAG_MS;
}
