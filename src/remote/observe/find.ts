import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { SimilarCustomer } from "../../model/customer/observed.ts";
import type { TenantId } from "../../model/ids.ts";
import type { LiveCustomer, ReadApi } from "../api.ts";
import type { AccountOwnership } from "./ownership.ts";
import { createSimilarity, type Similarity } from "./similarity.ts";
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
  /** Where there is none: what may be the customer under another reference. Known when `matches` is. */
  readonly similar: () => readonly SimilarCustomer[];
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
  managed: ReadonlySet<string>,
): AsyncIterable<Match> {
  const all = [...desired];
  const wanted = new Map(all.map((one) => [String(one.reference), newEntry(one)]));
  const without = collectWithoutReference(deleted);
  const similar = createSimilarity(all, managed, deleted);
  const queue = createQueue<Match>();
  const emit = (entry: Entry, first?: LiveCustomer): void => {
    entry.emitted = true;
    const namesake = first || entry.matches.length > 0 ? undefined : without.findNamesake(entry.desired);
    queue.push({
      desired: entry.desired,
      first,
      namesake,
      matches: listed.then(() => (entry.matches.length > 0 ? entry.matches : similar.former(entry.desired))),
      similar: () => similar.of(entry.desired),
    });
  };
  const walk = async (): Promise<void> => {
    for await (const live of api.customers()) {
      ownership.note(live);
      without.note(live);
      similar.note(live);
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
      for (const entry of wanted.values()) {
        if (entry.emitted) continue;
        const former = entry.matches.length > 0 ? [] : similar.former(entry.desired);
        emit(
          entry,
          former.find(({ id }) => !deleted.has(id)),
        );
      }
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
 * all that the filter did not find. The list also tells whose they are, where neither a pin nor an account does.
 */
export function findByFilter(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  deleted: ReadonlySet<TenantId>,
  ownership: AccountOwnership,
  managed: ReadonlySet<string>,
): (one: DesiredCustomer) => Promise<Match> {
  let list: Promise<Listed> | undefined;
  const match = (
    one: DesiredCustomer,
    matches: readonly LiveCustomer[],
    {
      similar = [],
      namesake,
    }: { similar?: readonly SimilarCustomer[]; namesake?: LiveCustomer | undefined } = {},
  ): Match => ({
    desired: one,
    first: matches.find(({ id }) => !deleted.has(id)),
    namesake,
    matches: Promise.resolve(matches),
    similar: () => similar,
  });
  return async (one) => {
    const filtered: LiveCustomer[] = [];
    for await (const live of api.customers(one.reference)) {
      if (live.reference === one.reference) filtered.push(live);
    }
    // Whether the owner of a few is the owner of all, only the list tells.
    const isOwned = filtered.some(({ parentTenantId }) => parentTenantId !== undefined);
    if (filtered.length > 0 && !(isOwned && ownership.needsList())) return match(one, filtered);
    list ??= collect(api, desired, { deleted, ownership, managed });
    const { byReference, without, similar } = await list;
    const listed = byReference.get(one.reference) ?? [];
    const found = listed.length > 0 ? listed : filtered;
    const matches = found.length > 0 ? found : similar.former(one);
    if (matches.length > 0) return match(one, matches, { similar: similar.of(one) });
    if (one.state === "present") await without.check(api);
    return match(one, [], { similar: similar.of(one), namesake: without.findNamesake(one) });
  };
}

/** The whole list, as far as manifests may mean it. */
interface Listed {
  readonly byReference: ReadonlyMap<string, readonly LiveCustomer[]>;
  readonly without: WithoutReference;
  readonly similar: Similarity;
}

async function collect(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  facts: {
    readonly deleted: ReadonlySet<TenantId>;
    readonly ownership: AccountOwnership;
    readonly managed: ReadonlySet<string>;
  },
): Promise<Listed> {
  const { deleted, ownership, managed } = facts;
  const byReference = new Map(desired.map(({ reference }): [string, LiveCustomer[]] => [reference, []]));
  const without = collectWithoutReference(deleted);
  const similar = createSimilarity(desired, managed, deleted);
  for await (const live of api.customers()) {
    ownership.note(live);
    byReference.get(live.reference ?? "")?.push(live);
    without.note(live);
    similar.note(live);
  }
  return { byReference, without, similar };
}
