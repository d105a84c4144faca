import { EMPTY_STATE, type StateDocument, type StateStore } from "../../../src/model/ports/state.ts";
import type { JournalEntry } from "../../../src/state/memory/journal-entry.ts";
import type { JournalLog } from "../../../src/state/memory/journal-log.ts";
import { oneAtATime } from "../../../src/state/storage.ts";
import { never } from "../virtual-clock.ts";

/** What outlives a process: the document, and the journals of processes with the processes they belong to. */
export interface Durable {
  document: StateDocument;
  journals: { readonly owner: Mortal; entries: JournalEntry[] }[];
  readonly inTurn: ReturnType<typeof oneAtATime>;
}

/** A process as the disk knows it. */
export interface Mortal {
  /** Killed, or at its end. */
  isGone: boolean;
  isKilled: boolean;
  /** Resolves when it is killed. */
  readonly death: Promise<void>;
}

export function newDurable(): Durable {
  return { document: EMPTY_STATE, journals: [], inTurn: oneAtATime() };
}

/** The store as one process sees it: what a killed one had begun is not saved, and its lock is taken for free. */
export function storeOf(durable: Durable, owner: Mortal): StateStore {
  return {
    location: "simulation",
    read: async () => durable.document,
    exclusive: (work) =>
      durable.inTurn(async () => {
        const save = async (next: StateDocument): Promise<void> => {
          if (owner.isKilled) await never();
          durable.document = next;
        };
        return (await Promise.race([work(durable.document, save), owner.death])) as never;
      }),
  };
}

/** The journal as one process writes it: an entry is there before `append` resolves, unless the process was killed first. */
export function journalOf(durable: Durable, owner: Mortal): JournalLog {
  let current: JournalEntry[] | undefined;
  return {
    append: async (entries) => {
      if (owner.isKilled) await never();
      if (current === undefined) {
        current = [];
        durable.journals.push({ owner, entries: current });
      }
      current.push(...entries);
    },
    rotate: () => {
      const retired = durable.journals.filter((journal) => journal.owner === owner);
      current = undefined;
      return async () => {
        durable.journals = durable.journals.filter((journal) => !retired.includes(journal));
      };
    },
    leftBehind: async () => {
      const others = durable.journals.filter((journal) => journal.owner !== owner);
      const orphaned = others.filter((journal) => journal.owner.isGone);
      return {
        orphaned: orphaned.flatMap(({ entries }) => entries),
        running: others.filter((journal) => !journal.owner.isGone).flatMap(({ entries }) => entries),
        discard: async () => {
          durable.journals = durable.journals.filter((journal) => !orphaned.includes(journal));
        },
      };
    },
  };
}
