/** Hands items from those who find them to the one who works on them. */
export interface Queue<Item> extends AsyncIterable<Item> {
  push(item: Item): void;
  /** No more items; with a failure, the reader gets its error after the items that are there. The first end counts. */
  end(failure?: { readonly error: unknown }): void;
}

/** An unbounded queue for one reader. */
export function createQueue<Item>(): Queue<Item> {
  const items: { readonly item: Item }[] = [];
  let ended: { readonly failure: { readonly error: unknown } | undefined } | undefined;
  let wake: (() => void) | undefined;
  return {
    push(item) {
      items.push({ item });
      wake?.();
    },
    end(failure) {
      ended ??= { failure };
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = items.shift();
        if (next !== undefined) yield next.item;
        else if (ended === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else if (ended.failure === undefined) return;
        else throw ended.failure.error;
      }
    },
  };
}
