import { createQueue } from "./queue.ts";

/**
 * Runs jobs side by side, at most `limit` begun and not yet taken by the consumer, and yields results as they come. A
 * consumer that is slow, or goes away, begins no further jobs. The first error of a job or of `jobs` ends it: it is thrown
 * after the results that were ready before it.
 */
export async function* overlap<Job, Result>(
  jobs: AsyncIterable<Job>,
  limit: number,
  run: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const results = createQueue<Result>();
  const room = createRoom(limit);
  const fail = (error: unknown): void => {
    room.close();
    results.end({ error });
  };
  const work = async (job: Job): Promise<void> => {
    try {
      results.push(await run(job));
    } catch (error) {
      fail(error);
    }
  };
  beginAll(jobs, work, room).then(() => results.end(), fail);
  try {
    for await (const result of results) {
      yield result;
      room.leave();
    }
  } finally {
    room.close();
  }
}

/** Begins each job as soon as there is room for it; resolves when all that were begun are done. */
async function beginAll<Job>(
  jobs: AsyncIterable<Job>,
  work: (job: Job) => Promise<void>,
  room: Room,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const job of jobs) {
    if (!room.enter()) return;
    const one = work(job).finally(() => running.delete(one));
    running.add(one);
    // Before the next job is asked for: finding one may be work as well.
    if (!(await room.hasPlace())) return;
  }
  await Promise.all(running);
}

interface Room {
  /** False: the room is closed, and nobody gets in. */
  enter(): boolean;
  /** Waits for a place. False: the room is closed. */
  hasPlace(): Promise<boolean>;
  leave(): void;
  close(): void;
}

/** Bounds how many jobs are inside; for one that enters. */
function createRoom(places: number): Room {
  let inside = 0;
  let closed = false;
  let wake: (() => void) | undefined;
  return {
    enter() {
      inside += 1;
      return !closed;
    },
    async hasPlace() {
      if (inside >= places && !closed) await new Promise<void>((resolve) => (wake = resolve));
      return !closed;
    },
    leave() {
      inside -= 1;
      wake?.();
    },
    close() {
      closed = true;
      wake?.();
    },
  };
}
