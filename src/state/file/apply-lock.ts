import { createHash } from "node:crypto";
import { join } from "node:path";
import type { StateContext } from "../context.ts";
import { takeLock } from "./lock.ts";

/**
 * Resolves as soon as no other apply of the same environment and state directory is at work, and keeps others waiting until
 * it is disposed of; `onWait` is called when there is one.
 */
export type LockEnvironment = (
  environmentKey: string,
  onWait: () => void,
  signal?: AbortSignal,
) => Promise<AsyncDisposable>;

/** How long to wait for a running apply; one of another host is considered gone after it. */
const LONGEST_APPLY_MS = 6 * 60 * 60 * 1000;

/**
 * Two applies at once may each see a customer missing and create it: the service has no idempotency keys. On one machine
 * the second one waits, and plans when the first has ended.
 */
export function applyLock(directory: string, context: StateContext): LockEnvironment {
  return (environmentKey, onWait, signal) => {
    const name = createHash("sha256").update(environmentKey).digest("hex").slice(0, 12);
    const bounds = { waitMs: LONGEST_APPLY_MS, staleMs: LONGEST_APPLY_MS, onWait };
    const waiting = signal ? { ...context, signal } : context;
    return takeLock(join(directory, `apply-${name}`), waiting, bounds);
  };
}
