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

/** In-flight changes may take this long after the time is over. */
const GRACE_MS = 15_000;

/**
 * Listens for the signals that ask it to end and watches the run's time (undefined: no bound), until it is disposed of, which
 * gives the signals back.
 */
export function watchInterruption(io: Io, timeoutSeconds: number | undefined): Interruption & Disposable {
  return new Watch(io, timeoutSeconds);
}

class Watch implements Interruption, Disposable {
  readonly #io: Io;
  readonly #stop = new AbortController();
  readonly #send = new AbortController();
  readonly #ended = new AbortController();
  readonly #forget: () => void;
  #cause: "signal" | "timeout" | undefined;
  #isWriting = false;

  constructor(io: Io, timeoutSeconds: number | undefined) {
    this.#io = io;
    // Every wait of every customer listens to these; Node would take so many for a leak.
    setMaxListeners(0, this.stop, this.send);
    this.#forget = io.onSignal(() => this.#onSignal());
    if (timeoutSeconds !== undefined) void this.#endAfter(timeoutSeconds * 1000);
  }

  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  get send(): AbortSignal {
    return this.#send.signal;
  }

  startWriting(): void {
    this.#isWriting = true;
  }

  cause(): "signal" | "timeout" | undefined {
    return this.#cause;
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    this.#forget();
  }

  #onSignal(): void {
    if (this.stop.aborted) return this.#send.abort();
    if (this.#isWriting)
      this.#io.stderr("\nStopping: no new changes are started. A second signal stops immediately.\n");
    return this.#interrupt("signal");
  }

  #interrupt(cause: "signal" | "timeout"): void {
    this.#cause ??= cause;
    this.#stop.abort();
    if (!this.#isWriting) this.#send.abort();
  }

  async #endAfter(ms: number): Promise<void> {
    const { clock } = this.#io;
    const { signal } = this.#ended;
    await clock.sleep(ms, signal);
    if (signal.aborted) return;
    this.#interrupt("timeout");
    await clock.sleep(GRACE_MS, signal);
    if (!signal.aborted) this.#send.abort();
  }
}
