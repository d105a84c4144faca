import type { ObjectKey } from "../../model/plan/change.ts";
import { madeUnder } from "./fingerprint.ts";
import type { JournalEntry, WriteEntry } from "./journal-entry.ts";
import { emptyObject, type CustomerLedger, type Ledger, type ObjectLedger } from "./ledger.ts";

/** Carries an entry over into the ledger. */
export function replay(ledger: Ledger, entry: JournalEntry): void {
  switch (entry.op) {
    case "begin":
      return begin(ledger, entry);
    case "confirm":
      return confirm(ledger, entry);
    case "move":
      return move(ledger.customers.get(entry.reference), entry.from, entry.to);
    case "forget":
      ledger.customers.delete(entry.reference);
      return;
    case "spent":
      ledger.spentPlans.add(entry.digest);
  }
}

function begin(ledger: Ledger, entry: WriteEntry): void {
  const customer = ensureCustomer(ledger, entry);
  const object = ensureObject(customer, entry.key);
  for (const [field, fingerprint] of Object.entries(entry.fields)) object.pending.set(field, fingerprint);
  if (entry.action === "create") {
    object.id = undefined;
    object.createBegunAt = entry.at;
  }
}

function confirm(ledger: Ledger, entry: WriteEntry): void {
  const { reference, tenantId, key, action } = entry;
  if (action === "delete" && key === "customer") {
    if (tenantId !== undefined) ledger.deleted.add(tenantId);
    ledger.customers.delete(reference);
    return;
  }
  const customer = ensureCustomer(ledger, entry);
  // What was written cannot be on its way out: an accepted delete was taken back by someone.
  if (tenantId !== undefined) ledger.deleted.delete(tenantId);
  if (action === "delete") customer.objects.delete(key);
  else settle(ensureObject(customer, key), entry);
}

function settle(object: ObjectLedger, entry: WriteEntry): void {
  // A created object knows nothing of the values of one that had its name before.
  if (entry.action === "create") object.written.clear();
  // Kept after the confirmation: for a while lists may not show what was just created.
  if (entry.action === "create") object.createBegunAt = entry.at;
  object.id = entry.id ?? object.id;
  for (const [field, fingerprint] of Object.entries(entry.fields)) {
    object.pending.delete(field);
    if (fingerprint === "") object.written.delete(field);
    else object.written.set(field, fingerprint);
  }
}

/** What was written keeps the name under which it was fingerprinted; the new name's own entries win. */
function move(customer: CustomerLedger | undefined, from: ObjectKey, to: ObjectKey): void {
  const old = customer?.objects.get(from);
  if (customer === undefined || old === undefined || from === to) return;
  const target = ensureObject(customer, to);
  carry(old.written, target.written, from);
  carry(old.pending, target.pending, from);
  target.id ??= old.id;
  target.createBegunAt ??= old.createBegunAt;
  customer.objects.delete(from);
}

function carry(old: ReadonlyMap<string, string>, target: Map<string, string>, from: ObjectKey): void {
  for (const [field, fingerprint] of old) {
    if (!target.has(field)) target.set(field, madeUnder(fingerprint, from));
  }
}

/** The customer's entry, bound to the tenant that the entry names. */
function ensureCustomer(ledger: Ledger, entry: WriteEntry): CustomerLedger {
  const { reference, tenantId } = entry;
  const customer = ledger.customers.get(reference) ?? { tenantId: undefined, objects: new Map() };
  ledger.customers.set(reference, customer);
  if (tenantId === undefined) {
    if (entry.key === "customer" && entry.action === "create") startAnew(customer);
    return customer;
  }
  // Another tenant under the same reference: nothing of what was written to the former one holds for it.
  if (customer.tenantId !== undefined && customer.tenantId !== tenantId) startAnew(customer);
  customer.tenantId = tenantId;
  return customer;
}

/** What is begun stays: it may have been begun for the new tenant just before. */
function startAnew(customer: CustomerLedger): void {
  if (customer.tenantId === undefined) return;
  customer.tenantId = undefined;
  for (const object of customer.objects.values()) {
    object.id = undefined;
    object.written.clear();
  }
}

function ensureObject(customer: CustomerLedger, key: ObjectKey): ObjectLedger {
  const object = customer.objects.get(key) ?? emptyObject();
  customer.objects.set(key, object);
  return object;
}
