import { EMPTY_STATE, type StateDocument, type StateStore } from "../model/ports/state.ts";

/** Where bytes live: a file, or a branch of a git remote. It knows nothing of what they mean. */
export interface BytesStorage {
  /** undefined when there are none yet. */
  read(): Promise<Uint8Array | undefined>;
  /** As StateStore.exclusive, for bytes. */
  exclusive<T>(
    work: (bytes: Uint8Array | undefined, save: (bytes: Uint8Array) => Promise<void>) => Promise<T>,
  ): Promise<T>;
  readonly location: string;
}

/** How a document becomes bytes: plain JSON, or sealed with a key. `decode` throws DiagnosticsErrors. */
export interface DocumentCodec {
  encode(document: StateDocument): Promise<Uint8Array>;
  decode(bytes: Uint8Array): Promise<StateDocument>;
}

/**
 * A store of documents in a place of bytes. Two `exclusive` calls of one store follow each other, so its work must not
 * wait for another call of the same store: that one waits for the work.
 */
export function documentStore(place: BytesStorage, codec: DocumentCodec): StateStore {
  const inTurn = oneAtATime();
  const open = (bytes: Uint8Array | undefined): Promise<StateDocument> =>
    bytes === undefined ? Promise.resolve(EMPTY_STATE) : codec.decode(bytes);
  return {
    location: place.location,
    read: async () => open(await place.read()),
    exclusive: (work) =>
      inTurn(() =>
        place.exclusive(async (bytes, save) =>
          work(await open(bytes), async (document) => save(await codec.encode(document))),
        ),
      ),
  };
}

/** Runs what it is given one after the other, in the order of the calls, whatever becomes of each. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
