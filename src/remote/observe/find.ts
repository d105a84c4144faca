import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { TenantId } from "../../model/ids.ts";
import type { LiveCustomer, ReadApi } from "../api.ts";
import type { AccountOwnership } from "./ownership.ts";
import { collectWithoutReference, type WithoutReference } from "./without-reference.ts";
import { createQueue } from "../../model/async/queue.ts";

/** Live customers with exactly one manifest's reference. */
export interface Match {
  readonly desired: DesiredCustomer;
  /** The one to begin with: the first that was seen and is not known to be deleted. */
  readonly first: LiveCustomer | undefined;
  /** Where none has the reference: a customer that shows no reference and has the manifest's name. */
  readonly namesake?: LiveCustomer | undefined;
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
  const without = collectWithoutReference(deleted);
  const queue = createQueue<Match>();
  const emit = (entry: Entry, first?: LiveCustomer): void => {
    entry.emitted = true;
    const namesake = first || entry.matches.length > 0 ? undefined : without.findNamesake(entry.desired);
    queue.push({ desired: entry.desired, first, namesake, matches: listed.then(() => entry.matches) });
  };
  const walk = async (): Promise<void> => {
    for await (const live of api.customers()) {
      ownership.note(live);
      without.note(live);
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
      if ([...wanted.values()].some(isMissing)) await without.check(api);
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

function isMissing({ desired, matches }: Entry): boolean {
  return desired.state === "present" && matches.length === 0;
}

function newEntry(desired: DesiredCustomer): Entry {
  return { desired, matches: [], emitted: false };
}

/**
 * Asks for each manifest's reference by filter. The filter is a substring match whose details are an assumption (A11): its
 * answers are compared exactly, and before a customer is said to be missing the whole list is looked through, once for
 * all that the filter did not find.
 */
export function findByFilter(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  deleted: ReadonlySet<TenantId>,
): (one: DesiredCustomer) => Promise<Match> {
  let list: Promise<Listed> | undefined;
  const match = (one: DesiredCustomer, matches: readonly LiveCustomer[], namesake?: LiveCustomer): Match => ({
    desired: one,
    first: matches.find(({ id }) => !deleted.has(id)),
    namesake,
    matches: Promise.resolve(matches),
  });
  return async (one) => {
    const filtered: LiveCustomer[] = [];
    for await (const live of api.customers(one.reference)) {
      if (live.reference === one.reference) filtered.push(live);
    }
    if (filtered.length > 0) return match(one, filtered);
    list ??= collect(api, desired, deleted);
    const { byReference, without } = await list;
    const matches = byReference.get(one.reference) ?? [];
    if (matches.length > 0) return match(one, matches);
    if (one.state === "present") await without.check(api);
    return match(one, [], without.findNamesake(one));
  };
}

/** The whole list, as far as manifests may mean it. */
interface Listed {
  readonly byReference: ReadonlyMap<string, readonly LiveCustomer[]>;
  readonly without: WithoutReference;
}

async function collect(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  deleted: ReadonlySet<TenantId>,
): Promise<Listed> {
  const byReference = new Map(desired.map(({ reference }): [string, LiveCustomer[]] => [reference, []]));
  const without = collectWithoutReference(deleted);
  for await (const live of api.customers()) {
    byReference.get(live.reference ?? "")?.push(live);
    without.note(live);
  }
  return { byReference, without };
}
