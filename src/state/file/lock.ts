import { randomBytes } from "node:crypto";
import { access, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { StateContext } from "../context.ts";
import { orUnusable, stateError } from "../state-diagnostics.ts";

/** How long to wait for a lock, and the age after which its holder is considered gone; milliseconds. */
export interface LockBounds {
  readonly waitMs: number;
  readonly staleMs: number;
  /** Called once when someone else holds it. */
  readonly onWait?: () => void;
}

/** A minute of waiting; ten until a lock counts as left behind. */
export const LOCK_BOUNDS: LockBounds = { waitMs: 60_000, staleMs: 600_000 };

/** A lock in hand, to be given back by `await using`. */
export interface HeldLock extends AsyncDisposable {
  /** Throws when somebody has taken it over because it was held too long. */
  check(): Promise<void>;
}

/**
 * Takes the lock of `path` as soon as no other process holds it; throws a DiagnosticsError when the wait is over or aborted.
 *
 * A holder is a file of its own beside `path` whose name says when, by which process and on which host it was made. Whoever
 * wants the lock makes its file (O_EXCL) and then looks for others: of two at once the later look sees both, so never do both
 * go on. A name is never used twice, so clearing away the file of a dead holder cannot hit a living one.
 */
export async function takeLock(path: string, context: StateContext, bounds: LockBounds): Promise<HeldLock> {
  const claim = await waitForLock(path, context, bounds);
  return {
    check: () => stillThere(claim, path),
    [Symbol.asyncDispose]: () => rm(claim, { force: true }),
  };
}

async function waitForLock(path: string, context: StateContext, bounds: LockBounds): Promise<string> {
  const { clock, random, signal } = context;
  const giveUpAt = clock.now() + bounds.waitMs;
  for (let attempt = 0; ; attempt += 1) {
    const claim = await orUnusable(path, () => tryLock(path, context, bounds.staleMs));
    if (claim !== undefined) return claim;
    if (signal?.aborted === true || clock.now() >= giveUpAt) throw busy(path);
    if (attempt === 0) bounds.onWait?.();
    const ceiling = Math.min(20 * 2 ** Math.min(attempt, 5), 400);
    await clock.sleep(ceiling * (0.5 + random() / 2), signal);
  }
}

async function tryLock(path: string, context: StateContext, staleMs: number): Promise<string | undefined> {
  if ((await livingClaims(path, context, staleMs)).length > 0) return undefined;
  const { machine, clock } = context;
  const parts = [clock.now(), machine.pid, machine.host, randomBytes(6).toString("hex")];
  const claim = `${path}.lock-${parts.join("-")}`;
  await writeFile(claim, "", { flag: "wx", mode: 0o600 });
  const others = (await livingClaims(path, context, staleMs)).filter((other) => other !== claim);
  if (others.length === 0) return claim;
  await rm(claim, { force: true });
  return undefined;
}

/** The claims of holders that may be at work; the others are cleared away. */
async function livingClaims(path: string, context: StateContext, staleMs: number): Promise<string[]> {
  const prefix = `${basename(path)}.lock-`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  const dead = new Set(names.filter((name) => isDead(name.slice(prefix.length), context, staleMs)));
  await Promise.all([...dead].map((name) => rm(join(dirname(path), name), { force: true })));
  return names.filter((name) => !dead.has(name)).map((name) => join(dirname(path), name));
}

function isDead(claim: string, { machine, clock }: StateContext, staleMs: number): boolean {
  const [at, pid, host] = claim.split("-");
  if (clock.now() - Number(at) > staleMs) return true;
  return host === machine.host && !machine.isAlive(Number(pid));
}

async function stillThere(claim: string, path: string): Promise<void> {
  try {
    await access(claim);
  } catch (error) {
    throw stateError(
      "state-lock-lost",
      `another run took over the lock of ${path}: this run held it too long`,
      "re-run the command",
      error,
    );
  }
}

function busy(path: string): Error {
  return stateError(
    "state-busy",
    `${path} is locked by another run of dimctl`,
    `wait for it to finish, or remove ${path}.lock-* if none is running`,
  );
}
