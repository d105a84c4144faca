import type { TenantId } from "../../model/ids.ts";
import type { LiveCustomer } from "../api.ts";

/** Separates our customers from those of another reseller's tenant, which are reported and never written. */
export interface AccountOwnership {
  /** Receives every customer of the list. */
  note(live: LiveCustomer): void;
  /** Told of every live customer that a manifest means. */
  noteNamed(live: LiveCustomer): void;
  /** Who owns this customer, when it is someone else; undefined when it is ours, or unknown. */
  otherOwner(live: LiveCustomer): TenantId | undefined;
  /** Whether nothing but the whole list tells whose customers they are. */
  needsList(): boolean;
  /** Who owns the customers that manifests mean: of the one account, or of several. */
  namedOwners(): readonly TenantId[];
  /** Who owns more than half of the list; undefined when nobody does, or the list does not say. */
  listOwner(): TenantId | undefined;
}

/** What is known of the account before any customer is read. */
export interface KnownAccount {
  /** The configuration's `reseller`: its word is final. */
  readonly pinned?: string;
  /** The reseller account that an enterprise works in, or the token's own. */
  readonly account?: string;
}

/**
 * Ours is what the pinned reseller owns. Without a pin, it is what the owner of more than half of the list owns: the list is
 * the reseller's own, so an odd one out is not. Where nobody owns so many, it is what the account owns.
 */
export function createOwnership({ pinned, account }: KnownAccount): AccountOwnership {
  const counts = new Map<TenantId, number>();
  const named = new Map<string, TenantId>();
  let seen = 0;
  const listOwner = (): TenantId | undefined => [...counts].find(([, count]) => count * 2 > seen)?.[0];
  return {
    note({ parentTenantId }) {
      if (parentTenantId === undefined) return;
      seen += 1;
      counts.set(parentTenantId, (counts.get(parentTenantId) ?? 0) + 1);
    },
    noteNamed({ parentTenantId }) {
      if (parentTenantId !== undefined) named.set(parentTenantId.toLowerCase(), parentTenantId);
    },
    otherOwner({ parentTenantId }) {
      if (parentTenantId === undefined) return undefined;
      const owner = pinned ?? listOwner() ?? account;
      return owner === undefined || isSameTenant(owner, parentTenantId) ? undefined : parentTenantId;
    },
    needsList: () => pinned === undefined && account === undefined && seen === 0,
    listOwner,
    namedOwners: () => [...named.values()],
  };
}

/** GUIDs are written in either case. */
export function isSameTenant(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
