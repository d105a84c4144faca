import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { TenantId } from "../../model/ids.ts";
import type { LiveCustomer, ReadApi } from "../api.ts";
import type { AccountOwnership } from "./ownership.ts";
import { createQueue } from "../../model/async/queue.ts";

/** Live customers with exactly one manifest's reference. */
export interface Match {
  readonly desired: DesiredCustomer;
  /** The one to begin with: the first that was seen and is not known to be deleted. */
  readonly first: LiveCustomer | undefined;
  /** Resolves when no further one can turn up: all of them, so that a second customer of one reference is noticed. */
  readonly matches: Promise<readonly LiveCustomer[]>;
}

/**
 * Goes through the whole list once and emits every manifest: as soon as a page shows its reference, or at the end.
 * Customers that no manifest names are let go at once. What was seen so far is not held back by what comes later.
 */
export function findInList(
  api: ReadApi,
  desired: Iterable<DesiredCustomer>,
  deleted: ReadonlySet<TenantId>,
  ownership: AccountOwnership,
): AsyncIterable<Match> {
  const wanted = new Map([...desired].map((one) => [String(one.reference), newEntry(one)]));
  const queue = createQueue<Match>();
  const emit = (entry: Entry, first?: LiveCustomer): void => {
    entry.emitted = true;
    queue.push({ desired: entry.desired, first, matches: listed.then(() => entry.matches) });
  };
  const walk = async (): Promise<void> => {
    for await (const live of api.customers()) {
      ownership.note(live);
      const entry = wanted.get(live.reference ?? "");
      if (!entry) continue;
      entry.matches.push(live);
      if (!entry.emitted && !deleted.has(live.id)) emit(entry, live);
    }
  };
  const listed = walk();
  const finish = async (): Promise<void> => {
    try {
      await listed;
      for (const entry of wanted.values()) if (!entry.emitted) emit(entry);
      queue.end();
    } catch (error) {
      queue.end({ error });
    }
  };
  void finish();
  return queue;
}

interface Entry {
  readonly desired: DesiredCustomer;
  readonly matches: LiveCustomer[];
  emitted: boolean;
}

function newEntry(desired: DesiredCustomer): Entry {
  return { desired, matches: [], emitted: false };
}

/**
 * Asks for each manifest's reference by filter. The filter is a substring match whose details are an assumption (A11): its
 * answers are compared exactly, and before a customer is said to be missing the whole list is looked through, once for
 * all that the filter did not find. The list also tells whose they are, where neither a pin nor an account does.
 */
export function findByFilter(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  ownership: AccountOwnership,
): (one: DesiredCustomer) => Promise<readonly LiveCustomer[]> {
  let list: Promise<ReadonlyMap<string, readonly LiveCustomer[]>> | undefined;
  return async ({ reference }) => {
    const matches: LiveCustomer[] = [];
    for await (const live of api.customers(reference)) if (live.reference === reference) matches.push(live);
    // Whether the owner of a few is the owner of all, only the list tells.
    const isOwned = matches.some(({ parentTenantId }) => parentTenantId !== undefined);
    if (matches.length > 0 && !(isOwned && ownership.needsList())) return matches;
    list ??= collect(api, desired, ownership);
    const listed = (await list).get(reference) ?? [];
    return listed.length > 0 ? listed : matches;
  };
}

async function collect(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  ownership: AccountOwnership,
): Promise<ReadonlyMap<string, readonly LiveCustomer[]>> {
  const byReference = new Map(desired.map(({ reference }): [string, LiveCustomer[]] => [reference, []]));
  for await (const live of api.customers()) {
    ownership.note(live);
    byReference.get(live.reference ?? "")?.push(live);
  }
  return byReference;
}
