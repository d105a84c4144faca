/** Wakes the one who waits for something to have changed; a ring that nobody waits for is not kept. */
export interface Signal {
  notify(): void;
  received(): Promise<void>;
}

/** A signal for one listener, which looks at the state before each wait. */
export function createSignal(): Signal {
  let wake: (() => void) | undefined;
  return {
    notify: () => wake?.(),
    received: async () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
}
