import { createSignal } from "./signal.ts";

/**
 * Runs jobs side by side, at most `limit` begun and not yet taken by the consumer, and yields results as they come. A
 * consumer that is slow, or goes away, begins no further jobs. The first error of a job or of `jobs` ends it by being thrown.
 */
export async function* overlap<Job, Result>(
  jobs: AsyncIterable<Job>,
  limit: number,
  run: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = jobs[Symbol.asyncIterator]();
  const ready: Result[] = [];
  let running = 0;
  let filling = false;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  const signal = createSignal();

  const fail = (error: unknown): void => {
    failure ??= { error };
  };
  const begin = async (job: Job): Promise<void> => {
    running += 1;
    try {
      ready.push(await run(job));
    } catch (error) {
      fail(error);
    }
    running -= 1;
    signal.notify();
  };
  const hasRoom = (): boolean => !ended && !failure && running + ready.length < limit;
  // Goes on by itself while the consumer is busy with a result.
  const fill = async (): Promise<void> => {
    if (filling) return;
    filling = true;
    try {
      while (hasRoom()) {
        const next = await source.next();
        if (next.done === true) ended = true;
        else if (!ended) void begin(next.value);
      }
    } catch (error) {
      fail(error);
    }
    filling = false;
    signal.notify();
  };

  try {
    for (;;) {
      if (failure) throw failure.error;
      void fill();
      const result = ready.shift();
      if (result !== undefined) yield result;
      else if (ended && running === 0) return;
      else await signal.received();
    }
  } finally {
    ended = true;
    if (!filling) await source.return?.();
  }
}
