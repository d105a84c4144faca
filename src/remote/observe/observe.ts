import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { TenantId } from "../../model/ids.ts";
import type { ObservedCustomer, SimilarCustomer } from "../../model/customer/observed.ts";
import type { LiveCustomer, ReadApi } from "../api.ts";
import { findByFilter, findInList, type Match } from "./find.ts";
import { overlap } from "../../model/async/overlap.ts";
import type { LookupKnown } from "../../model/ports/memory.ts";
import { createOwnership, type AccountOwnership } from "./ownership.ts";
import { isFatal, readPendingDelete, readPresent, whyUnreadable } from "./read-customer.ts";
import { readUnlisted } from "./read-unlisted.ts";

/** How customers are looked for. */
export interface ObserveOptions {
  /** Requests in flight that the sender allows: decides how many customers are read side by side. */
  readonly concurrency: number;
  /** `list`: one pass over all customers. `filter`: one question per manifest, for a few of them. */
  readonly lookup: "list" | "filter";
  /** Tenants whose delete the service accepted earlier (A13). */
  readonly deleted?: ReadonlySet<TenantId>;
  /** Whose customers they are; one for all observations of a run, because a single customer does not tell. */
  readonly ownership?: AccountOwnership;
  /** What is remembered of a customer: asked before one that the list does not show is taken for missing. */
  readonly lookupKnown?: LookupKnown;
  /** The references of all manifests, those that this run leaves out too. Default: those of the run. */
  readonly managed?: ReadonlySet<string>;
}

/** A manifest and what the service reports of its customer. */
export interface Observed {
  readonly desired: DesiredCustomer;
  readonly observed: ObservedCustomer;
}

/** Customers begun for each request that may be in flight: enough to fill the line while some wait for the list's end. */
const LOOK_AHEAD = 4;

/**
 * Observes the customers that manifests name, in the order in which they are complete. Asks for what a plan needs and nothing
 * else (ARCHITECTURE.md, Speed). A customer that cannot be read is `unreadable` and stops nobody; it throws when the list
 * cannot be read, the credentials are refused or the run is stopped.
 */
export async function* observe(
  api: ReadApi,
  desired: readonly DesiredCustomer[],
  options: ObserveOptions,
): AsyncGenerator<Observed> {
  if (desired.length === 0) return;
  const limit = Math.max(1, options.concurrency) * LOOK_AHEAD;
  const facts: Facts = {
    deleted: options.deleted ?? new Set(),
    ownership: options.ownership ?? createOwnership({}),
    lookupKnown: options.lookupKnown ?? (() => undefined),
  };
  const { deleted, ownership } = facts;
  const managed = options.managed ?? new Set<string>(desired.map(({ reference }) => reference));
  if (options.lookup === "list") {
    yield* overlap(findInList(api, desired, deleted, ownership, managed), limit, async (match) =>
      observeOne(api, match, facts),
    );
    return;
  }
  const find = findByFilter(api, desired, deleted, ownership, managed);
  yield* overlap(each(desired), limit, async (one) => observeOne(api, await find(one), facts));
}

/** What is known beforehand of all customers. */
type Facts = Required<Pick<ObserveOptions, "deleted" | "ownership" | "lookupKnown">>;

/** Reads ahead while the list is still coming, and decides when it is known whether the reference is unique. */
async function observeOne(api: ReadApi, match: Match, facts: Facts): Promise<Observed> {
  const { desired, first } = match;
  const known = facts.lookupKnown(desired.reference);
  const early = first && guarded(async () => readPresent(api, desired, first, known), first, api);
  // Looked at below; a list that fails first must not leave it unheard.
  early?.catch(() => undefined);
  const matches = await match.matches;
  const alive = matches.filter(({ id }) => !facts.deleted.has(id));
  if (alive.length > 1) return { desired, observed: ambiguous(alive) };
  if (first && early) return { desired, observed: notOurs(first, facts.ownership) ?? (await early) };
  if (match.namesake && desired.state === "present") return { desired, observed: nameless(match.namesake) };
  const pendingDelete = matches[0];
  const read = async (): Promise<ObservedCustomer> =>
    pendingDelete
      ? readPendingDelete(api, pendingDelete)
      : withSimilar(
          await readUnlisted(
            api,
            desired,
            known,
            async (live) => notOurs(live, facts.ownership) ?? readPresent(api, desired, live, known),
          ),
          match.similar(),
        );
  return { desired, observed: await guarded(read, pendingDelete, api) };
}

/** A customer that is missing, with those that may be it under another reference. */
function withSimilar(observed: ObservedCustomer, similar: readonly SimilarCustomer[]): ObservedCustomer {
  return observed.state === "absent" && similar.length > 0 ? { ...observed, similar } : observed;
}

/** undefined: it is ours, or nobody can tell. */
function notOurs(live: LiveCustomer, ownership: AccountOwnership): ObservedCustomer | undefined {
  ownership.noteNamed(live);
  const other = ownership.otherOwner(live);
  return other === undefined ? undefined : foreign(live, other);
}

function ambiguous(tenants: readonly LiveCustomer[]): ObservedCustomer {
  const ids = tenants.map(({ id, parentTenantId }) =>
    parentTenantId === undefined ? id : `${id} (of ${parentTenantId})`,
  );
  return {
    state: "ambiguous",
    why: `${tenants.length} live customers have this reference: ${ids.join(", ")}`,
    tenants: tenants.map(({ id }) => id),
  };
}

function nameless({ id }: LiveCustomer): ObservedCustomer {
  return {
    state: "ambiguous",
    why: `no live customer has this reference, but ${id} has the same name and shows no reference`,
    tenants: [id],
  };
}

function foreign({ id }: LiveCustomer, owner: TenantId): ObservedCustomer {
  return {
    state: "ambiguous",
    why: `the live customer with this reference, ${id}, belongs to ${owner}`,
    tenants: [id],
  };
}

/** A failure of one customer's reads is that customer's; what concerns the whole run is thrown on. */
async function guarded(
  read: () => Promise<ObservedCustomer>,
  live: LiveCustomer | undefined,
  api: ReadApi,
): Promise<ObservedCustomer> {
  try {
    return await read();
  } catch (error) {
    if (isFatal(error)) throw error;
    return whyUnreadable(api, live, error);
  }
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
