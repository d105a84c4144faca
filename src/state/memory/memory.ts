import type { Clock } from "../../model/ports/clock.ts";
import type { Reference, TenantId } from "../../model/ids.ts";
import type { Journal, LookupLastWritten, SecretSource } from "../../model/ports/memory.ts";
import { EMPTY_ENVIRONMENT, type StateDocument, type StateStore } from "../../model/ports/state.ts";
import { fingerprints } from "./fingerprint.ts";
import type { JournalEntry } from "./journal-entry.ts";
import type { JournalLog } from "./journal-log.ts";
import { openLedger, ledgerState, type CustomerLedger, type Ledger } from "./ledger.ts";
import { oneAtATime } from "../storage.ts";
import { createLastWrittenLookup } from "./last-written.ts";
import { replay } from "./replay.ts";
import { toWriteEntries } from "./write-entries.ts";

/** What a memory works with. */
export interface MemoryOptions {
  readonly store: StateStore;
  /** The API's base URL and account: two services never share a memory. */
  readonly environmentKey: string;
  /** The HMAC key of the fingerprints. */
  readonly key: Uint8Array;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  /** Makes each `begin` durable by itself; without it only `flush` does. */
  readonly log?: JournalLog;
}

/** What is remembered of one environment. It is loaded once and answers from then on without waiting. */
export interface Memory {
  readonly recall: LookupLastWritten;
  readonly journal: Journal;
  /** Customers whose delete the service has accepted (A13). */
  readonly deleted: ReadonlySet<TenantId>;
  /** Customers that were written and neither deleted nor forgotten, for "no longer managed". */
  readonly known: readonly Reference[];
  forget(reference: Reference): Promise<void>;
  /** Whether the saved plan with this digest was applied to its end. */
  isSpent(digest: string): boolean;
  markSpent(digest: string): Promise<void>;
  /** Resolves when the store has everything recorded so far. Concurrent calls save once. */
  flush(): Promise<void>;
}

/** Loads an environment's memory, with what killed runs have left in the journal. */
export async function openMemory(options: MemoryOptions): Promise<Memory> {
  const { store, environmentKey, log, clock } = options;
  const prints = fingerprints(environmentKey, options.key, options.secrets);
  const ledger = await load(store, environmentKey, log);
  const begunEarlier = listCreates(ledger);
  const inTurn = oneAtATime();
  let unsaved: JournalEntry[] = [];

  const record = async (entries: readonly JournalEntry[]): Promise<void> => {
    for (const entry of entries) replay(ledger, entry);
    unsaved.push(...entries);
    await log?.append(entries);
  };
  const flush = async (): Promise<void> => {
    if (unsaved.length === 0) return;
    const batch = unsaved;
    unsaved = [];
    const discard = log?.rotate();
    try {
      await saveEntries(store, environmentKey, batch);
    } catch (error) {
      unsaved = [...batch, ...unsaved];
      throw error;
    }
    await discard?.();
  };

  return {
    recall: createLastWrittenLookup(ledger, prints),
    journal: {
      begin: (intent) => record(toWriteEntries("begin", intent, prints, clock.now())),
      confirm: (intent) => record(toWriteEntries("confirm", intent, prints, clock.now())),
      earlierCreate: (reference, key) => begunEarlier.get(reference)?.get(key),
    },
    deleted: ledger.deleted,
    get known() {
      return [...ledger.customers.keys()];
    },
    forget: (reference) => record([{ op: "forget", reference }]),
    isSpent: (digest) => ledger.spentPlans.has(digest),
    markSpent: (digest) => record([{ op: "spent", digest }]),
    flush: () => inTurn(flush),
  };
}

/** Taken before this run begins anything: a create that it begins again must not hide the earlier one. */
function listCreates(ledger: Ledger): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map([...ledger.customers].map(([reference, customer]) => [reference, begunIn(customer)]));
}

function begunIn({ objects }: CustomerLedger): ReadonlyMap<string, number> {
  return new Map(
    [...objects].flatMap(([key, { createBegunAt }]) =>
      createBegunAt === undefined ? [] : [[key, createBegunAt]],
    ),
  );
}

async function load(store: StateStore, environmentKey: string, log: JournalLog | undefined): Promise<Ledger> {
  const left = await log?.leftBehind();
  if (log !== undefined && left !== undefined && left.orphaned.length > 0)
    await takeOverJournal(store, environmentKey, log);
  const ledger = openLedger(environmentState(await store.read(), environmentKey));
  // Read again what could not be taken over, or is another run's: it is heeded here, and saved by the run that owns it.
  const now = await log?.leftBehind();
  for (const entry of [...(now?.orphaned ?? []), ...(now?.running ?? [])]) replay(ledger, entry);
  return ledger;
}

/** Carries over what killed runs have left. A store that is busy or cannot be written leaves it for the next run. */
async function takeOverJournal(store: StateStore, environmentKey: string, log: JournalLog): Promise<void> {
  try {
    await store.exclusive(async (document, save) => {
      // Asked again inside: another run may have been quicker.
      const left = await log.leftBehind();
      if (left.orphaned.length === 0) return;
      await save(withEntries(document, environmentKey, left.orphaned));
      await left.discard();
    });
  } catch {
    // load() still applies the entries, and flush() says what is wrong with the store.
  }
}

async function saveEntries(
  store: StateStore,
  environmentKey: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  await store.exclusive((document, save) => save(withEntries(document, environmentKey, entries)));
}

/** The document with the entries carried over; other environments and the tokens stay as they are. */
function withEntries(
  document: StateDocument,
  environmentKey: string,
  entries: readonly JournalEntry[],
): StateDocument {
  const before = environmentState(document, environmentKey);
  const ledger = openLedger(before);
  for (const entry of entries) replay(ledger, entry);
  const environment = { ...before, ...ledgerState(ledger) };
  return {
    ...document,
    environments: Object.fromEntries([
      ...Object.entries(document.environments),
      [environmentKey, environment],
    ]),
  };
}

function environmentState(document: StateDocument, environmentKey: string): typeof EMPTY_ENVIRONMENT {
  const found = Object.entries(document.environments).find(([name]) => name === environmentKey);
  return found?.[1] ?? EMPTY_ENVIRONMENT;
}
