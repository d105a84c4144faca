/** A memory over a store, and what the tests write to it. */
import { toPlainValue, type DesiredValue } from "../../../../src/model/customer/value.ts";
import { toReference, toSecretName, toTenantId } from "../../../../src/model/ids.ts";
import type { Json } from "../../../../src/model/json/json.ts";
import type { Intent } from "../../../../src/model/ports/memory.ts";
import type { StateStore } from "../../../../src/model/ports/state.ts";
import { openMemory, type Memory, type MemoryOptions } from "../../../../src/state/memory/memory.ts";
import { fakeClock, secretText } from "../context.ts";

export const ACME = toReference("ACME-1");
export const TENANT = toTenantId("t-1");
export const CUSTOMER = { reference: ACME, tenantId: TENANT };
export const OTHER_TENANT = { reference: ACME, tenantId: toTenantId("t-2") };
const KEY = Buffer.alloc(32, 1);

export const plain = (value: Json): DesiredValue => toPlainValue(value);
export const secret = (name: string): DesiredValue => ({ secret: toSecretName(name) });

export const open = (store: StateStore, changes: Partial<MemoryOptions> = {}): Promise<Memory> =>
  openMemory({
    store,
    environmentKey: "sandbox",
    key: KEY,
    secrets: (name) => (name === "GONE" ? undefined : secretText(`value of ${name}`)),
    clock: fakeClock(),
    ...changes,
  });

type Bound = Intent & { readonly tenantId: typeof TENANT };
export const update = (fields: Record<string, DesiredValue>, changes: Partial<Bound> = {}): Bound => ({
  ...CUSTOMER,
  key: "pbx:Main",
  action: "update",
  fields: new Map(Object.entries(fields)),
  ...changes,
});
/** The intent as it is before its customer has a tenant id. */
export const unbound = ({ tenantId: _tenantId, ...intent }: Bound): Intent => intent;

export async function write(memory: Memory, intent: Bound): Promise<void> {
  await memory.journal.begin(intent);
  await memory.journal.confirm(intent);
}
