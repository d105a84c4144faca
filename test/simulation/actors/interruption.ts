import { setMaxListeners } from "node:events";
import type { Interruption } from "../../../src/commands/session/signals.ts";

/** What ends a run early, by the simulation's hand. */
export interface SimInterruption extends Interruption {
  stopNow(): void;
  cutNow(): void;
}

export function interruptionOf(): SimInterruption {
  const stop = new AbortController();
  const send = new AbortController();
  setMaxListeners(0, stop.signal, send.signal);
  let isWriting = false;
  const stopNow = (): void => {
    stop.abort();
    if (!isWriting) send.abort();
  };
  return {
    stop: stop.signal,
    send: send.signal,
    startWriting: () => {
      isWriting = true;
    },
    cause: () => (stop.signal.aborted ? "signal" : undefined),
    stopNow,
    cutNow: () => {
      stop.abort();
      send.abort();
    },
  };
}
