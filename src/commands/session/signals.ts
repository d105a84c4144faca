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
const GRACE_MS = 15_000;

/** Runs `work` while SIGINT and SIGTERM are listened for and the run's time (undefined: no bound) is watched. */
export async function withInterruption<T>(
  io: Io,
  timeoutSeconds: number | undefined,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  const interruption = listen(io, timeoutSeconds);
  try {
    return await work(interruption);
  } finally {
    interruption.end();
  }
}

function listen(io: Io, timeoutSeconds: number | undefined): Listening {
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
    if (isWriting) io.stderr("\nStopping: nothing new is started; a second signal stops at once.\n");
    return interrupt("signal");
  });
  if (timeoutSeconds !== undefined) void watch(timeoutSeconds * 1000);

  async function watch(timeoutMs: number): Promise<void> {
    await io.clock.sleep(timeoutMs, ended.signal);
    if (ended.signal.aborted) return;
    interrupt("timeout");
    await io.clock.sleep(GRACE_MS, ended.signal);
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
