import { createSignal } from "./signal.ts";

/** Hands items from one who finds them to one who works on them. */
export interface Queue<Item> extends AsyncIterable<Item> {
  push(item: Item): void;
  /** No more items; with an error, the reader gets it after the items that are there. */
  end(failure?: { readonly error: unknown }): void;
}

/** A queue with one reader. */
export function createQueue<Item>(): Queue<Item> {
  const items: Item[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  const signal = createSignal();
  return {
    push(item) {
      items.push(item);
      signal.notify();
    },
    end(why) {
      ended = true;
      failure ??= why;
      signal.notify();
    },
    async *[Symbol.asyncIterator]() {
      for (let next = 0; ;) {
        const item = items[next];
        if (item !== undefined) {
          next += 1;
          // What was taken is let go now and then, so that neither memory nor time grows with the number of items.
          if (next === 1024) {
            items.splice(0, next);
            next = 0;
          }
          yield item;
        } else if (ended) {
          if (failure) throw failure.error;
          return;
        } else {
          await signal.received();
        }
      }
    },
  };
}
