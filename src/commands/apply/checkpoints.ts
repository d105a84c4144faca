import type { Journal } from "../../model/ports/memory.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { Session } from "../session/session.ts";

/** How an apply keeps what was confirmed, before its end. */
export interface Checkpoints {
  /** The journal to write with: it keeps the confirmation of a PBX at once. */
  readonly journal: Journal;
  /** Keeps what was confirmed so far. */
  readonly keep: () => Promise<void>;
}

/**
 * Where no local file lasts, everything was kept as begun before the first write; whatever is not kept as confirmed when a run is killed
 * is written again by the next one. For a PBX that is another restart of its collector. So confirmations are kept after each PBX and after
 * each customer. What waits while one save is under way is saved by the next one together, so a slow place gets few of them.
 */
export function openCheckpoints({ memory, journalIsDurable }: Session): Checkpoints {
  if (journalIsDurable) return { journal: memory.journal, keep: () => Promise.resolve() };
  const keep = async (): Promise<void> => {
    try {
      await memory.flush();
    } catch (error) {
      // What could not be kept now is kept later; the end of the run says what is wrong with the place.
      if (!(error instanceof DiagnosticsError)) throw error;
    }
  };
  const { journal } = memory;
  return {
    journal: {
      begin: (intent) => journal.begin(intent),
      earlierCreate: (reference, key) => journal.earlierCreate(reference, key),
      confirm: async (intent) => {
        await journal.confirm(intent);
        if (intent.key.startsWith("pbx:")) await keep();
      },
    },
    keep,
  };
}
