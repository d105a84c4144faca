import type { ObjectKey } from "../plan/change.ts";
import type { DesiredValue } from "../customer/value.ts";
import type { Reference, TenantId } from "../ids.ts";
import type { SecretText } from "./secret-text.ts";

/**
 * What is remembered of a field that the service does not show (ARCHITECTURE.md, Fields that the service does not show), compared with a desired value:
 * `same`: it was written last and confirmed. `different`: something else was. `pending`: a write was begun and its end
 * was never seen. `missing`: nothing is remembered. `no-secret`: the desired value is a secret whose value does not exist.
 */
export type LastWritten = "same" | "different" | "pending" | "missing" | "no-secret";

/**
 * Asked by plan/ for unknown fields; a pure function of what was loaded before. What was begun for a customer that had
 * no tenant id yet is found by its reference and is `pending`; what was written to another tenant id is `missing`.
 */
export type LookupLastWritten = (
  customer: { readonly reference: Reference; readonly tenantId: TenantId },
  key: ObjectKey,
  field: string,
  desiredValue: DesiredValue,
) => LastWritten;

/** One object as a change writes it: recorded as begun before the request, as written after the reply. */
export interface Intent {
  readonly reference: Reference;
  /** undefined before the customer exists. */
  readonly tenantId?: TenantId;
  readonly key: ObjectKey;
  /** The key it had before a rename: what is remembered under it moves to `key` when the rename is confirmed. */
  readonly formerKey?: ObjectKey;
  readonly action: "create" | "update" | "delete";
  readonly fields: ReadonlyMap<string, DesiredValue>;
}

/** Records what apply/ is about to write and what it has written. Implementations keep fingerprints, never values. */
export interface Journal {
  /** Resolves when the intent would survive a kill. */
  begin(intent: Intent): Promise<void>;
  /** The service has confirmed the write; `tenantId` is known by now. */
  confirm(intent: Intent & { readonly tenantId: TenantId }): Promise<void>;
  /**
   * When (ms since 1970) an earlier run last began, or saw the end of, a create of this object; undefined when there is
   * none. What this run does is not counted: lists may lag behind what another one has created.
   */
  earlierCreate(reference: Reference, key: ObjectKey): number | undefined;
}

/** Resolves a secret's name to its value; undefined when it is not there. Only auth/ and commands/ make one. */
export type SecretSource = (name: string) => SecretText | undefined;
