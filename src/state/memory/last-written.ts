import type { ObjectKey } from "../../model/plan/change.ts";
import type { LookupLastWritten } from "../../model/ports/memory.ts";
import type { Fingerprints } from "./fingerprint.ts";
import type { CustomerLedger, Ledger } from "./ledger.ts";

/** Compares desired values with the ledger as it is at each question. */
export function createLastWrittenLookup(ledger: Ledger, prints: Fingerprints): LookupLastWritten {
  return ({ reference, tenantId }, key, field, desiredValue) => {
    // Asked first: without its value a secret can be neither compared nor written.
    if (prints.of({ tenantId, key, field }, desiredValue) === undefined) return "no-secret";
    const customer = ledger.customers.get(reference);
    // A customer without a tenant id was begun in a run that was killed in its create.
    if (customer === undefined || (customer.tenantId ?? tenantId) !== tenantId) return "missing";
    const heldAs = holds(customer, key, field) ? key : findFormerKey(customer, key, prints);
    const object = heldAs && customer.objects.get(heldAs);
    if (heldAs === undefined || object === undefined) return "missing";
    if (object.pending.has(field)) return "pending";
    const written = object.written.get(field);
    if (written === undefined) return "missing";
    const compared = prints.compare(written, { tenantId, key: heldAs, field }, desiredValue);
    return compared === "other-key" ? "missing" : compared;
  };
}

/** The field that gives an object its key, and what the key says it is; a customer has none. */
export function namingField(key: ObjectKey): { field: "name" | "email"; name: string } | undefined {
  if (key === "customer") return undefined;
  return key.startsWith("pbx:")
    ? { field: "name", name: key.slice("pbx:".length) }
    : { field: "email", name: key.slice("user:".length) };
}

function holds(customer: CustomerLedger, key: ObjectKey, field: string): boolean {
  const object = customer.objects.get(key);
  return object !== undefined && (object.pending.has(field) || object.written.has(field));
}

/** The key that an object had before a rename to `key` was begun whose end was never seen. */
function findFormerKey(
  customer: CustomerLedger,
  key: ObjectKey,
  prints: Fingerprints,
): ObjectKey | undefined {
  const naming = namingField(key);
  if (naming === undefined) return undefined;
  for (const [former, { pending }] of customer.objects) {
    const begun = pending.get(naming.field);
    if (former === key || begun === undefined || namingField(former)?.field !== naming.field) continue;
    const place = { tenantId: customer.tenantId, key: former, field: naming.field };
    if (prints.compare(begun, place, naming.name) === "same") return former;
  }
  return undefined;
}
