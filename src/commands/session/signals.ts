import { setMaxListeners } from "node:events";
import type { Io } from "../frame/io.ts";

/** What can end a run early. */
export interface Interruption {
  /** Aborted first: start no new change. */
  readonly stop: AbortSignal;
  /** Aborted when nothing more is to be sent: at once while planning, and only by a second signal while writing. */
  readonly send: AbortSignal;
  /** From here on a change that was started is finished. */
  startWriting(): void;
  /** What ended it; undefined while nothing has. */
  cause(): "signal" | "timeout" | undefined;
}

interface Listening extends Interruption {
  /** Gives the signals back and ends the watch. */
  end(): void;
}

/** In-flight changes may take this long after the time is over. */
const GRACE = 15_000;

/** Runs `work` while SIGINT and SIGTERM are listened for and the run's time (seconds; undefined: no bound) is watched. */
export async function withInterruption<T>(
  io: Io,
  timeout: number | undefined,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  const interruption = listen(io, timeout);
  try {
    return await work(interruption);
  } finally {
    interruption.end();
  }
}

function listen(io: Io, timeout: number | undefined): Listening {
  const stop = new AbortController();
  const send = new AbortController();
  const ended = new AbortController();
  // Every wait of every customer listens to these; Node would take so many for a leak.
  setMaxListeners(0, stop.signal, send.signal);
  let cause: "signal" | "timeout" | undefined;
  let isWriting = false;

  const interrupt = (reason: "signal" | "timeout"): void => {
    cause ??= reason;
    stop.abort();
    if (!isWriting) send.abort();
  };
  const forget = io.onSignal(() => {
    if (stop.signal.aborted) return send.abort();
    if (isWriting) io.stderr("\nStopping: no new changes are started. A second signal stops immediately.\n");
    return interrupt("signal");
  });
  if (timeout !== undefined) void watch(timeout * 1000);

  async function watch(time: number): Promise<void> {
    await io.clock.sleep(time, ended.signal);
    if (ended.signal.aborted) return;
    interrupt("timeout");
    await io.clock.sleep(GRACE, ended.signal);
    if (!ended.signal.aborted) send.abort();
  }

  return {
    stop: stop.signal,
    send: send.signal,
    startWriting: () => (isWriting = true),
    cause: () => cause,
    end() {
      ended.abort();
      forget();
    },
  };
}
