import { EMPTY_STATE, type StateDocument, type StateStore } from "../model/ports/state.ts";
import { oneAtATime } from "./storage.ts";

/** A store that lasts as long as the process: what is left where nothing can be kept, and what tests start from. */
export function memoryStore(start: StateDocument = EMPTY_STATE): StateStore {
  const inTurn = oneAtATime();
  let document = start;
  return {
    location: "memory (discarded after the run)",
    isForgetful: true,
    read: () => Promise.resolve(document),
    exclusive: (work) =>
      inTurn(() =>
        work(document, (next) => {
          document = next;
          return Promise.resolve();
        }),
      ),
  };
}
