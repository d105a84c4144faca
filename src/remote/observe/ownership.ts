import type { TenantId } from "../../model/ids.ts";
import type { LiveCustomer } from "../api.ts";

/** Separates our customers from those of another reseller's tenant, which are reported and never written. */
export interface AccountOwnership {
  /** Receives every customer of the list. */
  note(live: LiveCustomer): void;
  /** Who owns this customer, when it is someone else; undefined when it is ours, or unknown. */
  otherOwner(live: LiveCustomer): TenantId | undefined;
}

/**
 * Ours is what the owner of more than half of the list owns: the list is the reseller's own, so an odd one out is not.
 * Where nobody owns so many, it is what the configured account owns.
 */
export function createOwnership(account: string | undefined): AccountOwnership {
  const counts = new Map<TenantId, number>();
  let seen = 0;
  return {
    note({ parentTenantId }) {
      if (parentTenantId === undefined) return;
      seen += 1;
      counts.set(parentTenantId, (counts.get(parentTenantId) ?? 0) + 1);
    },
    otherOwner({ parentTenantId }) {
      if (parentTenantId === undefined) return undefined;
      const owner = [...counts].find(([, count]) => count * 2 > seen)?.[0] ?? account;
      return owner === undefined || isSame(owner, parentTenantId) ? undefined : parentTenantId;
    },
  };
}

/** GUIDs are written in either case. */
function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
