import { EMPTY_STATE } from "../../../../src/model/ports/state.ts";
import type { StateDocument, StateStore, StoredTokens } from "../../../../src/model/ports/state.ts";

/** A store in memory with a real lock; `saved` holds every document that was made durable, in order. */
export interface MemoryStore extends StateStore {
  readonly saved: StateDocument[];
  tokens(): StoredTokens | undefined;
}

export const ENVIRONMENT = "https://api.example/api/v1.0";

export function memoryStore(tokens?: StoredTokens): MemoryStore {
  const saved: StateDocument[] = [];
  let document: StateDocument =
    tokens === undefined
      ? EMPTY_STATE
      : {
          version: 1,
          environments: { [ENVIRONMENT]: { customers: {}, deleted: [], spentPlans: [], tokens } },
        };
  const save = async (next: StateDocument): Promise<void> => {
    document = next;
    saved.push(next);
  };
  let lock: Promise<unknown> = Promise.resolve();
  return {
    location: "memory",
    saved,
    tokens: () => document.environments[ENVIRONMENT]?.tokens,
    read: async () => document,
    async exclusive(work) {
      const turn = lock.then(async () => await work(document, save));
      lock = turn.catch(() => {});
      return await turn;
    },
  };
}
