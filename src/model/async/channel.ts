/** Lets many producers be read as one sequence. */
export interface Channel<Item> extends AsyncIterable<Item> {
  push(item: Item): void;
  /** Ends the sequence; with an error, the reader gets it after everything that was pushed before. */
  close(error?: unknown): void;
}

/** An unbounded channel for one reader. */
export function createChannel<Item>(): Channel<Item> {
  const items: Item[] = [];
  let isClosed = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;

  async function* read(): AsyncGenerator<Item> {
    for (;;) {
      const item = items.shift();
      if (item !== undefined) yield item;
      else if (isClosed) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if (failure) throw failure.error;
  }

  return {
    push(item) {
      items.push(item);
      wake?.();
    },
    close(error) {
      isClosed = true;
      if (error !== undefined) failure = { error };
      wake?.();
    },
    [Symbol.asyncIterator]: read,
  };
}
