/** Wakes the one who waits for something to have changed; a ring that nobody waits for is not kept. */
export interface Bell {
  ring(): void;
  heard(): Promise<void>;
}

/** A bell for one listener, who looks at the state before each wait. */
export function createBell(): Bell {
  let wake: (() => void) | undefined;
  return {
    ring: () => wake?.(),
    heard: async () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
}
