import { randomBytes } from "node:crypto";
import { access, open, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { StateContext } from "../context.ts";
import { orUnusable, stateError } from "../state-diagnostics.ts";
import { describeHolder, encodeHolder, isAtWork, readHolder, type Sighting } from "./lock-holder.ts";

/** How long to wait for a lock, and the age after which its holder is considered gone; milliseconds. */
export interface LockBounds {
  readonly waitMs: number;
  readonly staleMs: number;
  /** Told once when someone else holds it: who, since when. */
  readonly onWait?: (holder: string) => void;
}

/** A minute of waiting; ten until a lock counts as left behind. */
export const LOCK_BOUNDS: LockBounds = { waitMs: 60_000, staleMs: 600_000 };

/** A lock in hand, to be given back by `await using`. */
export interface HeldLock extends AsyncDisposable {
  /** Throws when somebody has taken it over because it was held too long. */
  check(): Promise<void>;
}

/** A holder says this often that it is still there. */
const BEAT_MS = 5000;

/** Claims of this process: its own id alone does not tell, because a container gives each run the same one. */
const ours = new Set<string>();

/**
 * Takes the lock of `path` as soon as no other process holds it; throws a DiagnosticsError when the wait is over or aborted.
 *
 * A holder is a file of its own beside `path` whose name says when, by which process and on which host it was made, and whose text is
 * renewed while it is held. Whoever wants the lock makes its file (O_EXCL) and then looks for others: of two at once the later look sees
 * both, so never do both go on. A name is never used twice, so clearing away the file of a dead holder cannot hit a living one.
 */
export async function takeLock(path: string, context: StateContext, bounds: LockBounds): Promise<HeldLock> {
  const claim = await waitForLock(path, context, bounds);
  const stop = context.machine.every(BEAT_MS, () => void beat(claim, context));
  return {
    check: () => stillThere(claim, path),
    // A claim that cannot be removed is one of a holder that is gone; what was done under it stands, and is to be reported.
    [Symbol.asyncDispose]: async () => {
      stop();
      ours.delete(claim);
      await rm(claim, { force: true }).catch(() => undefined);
    },
  };
}

/** A claim that was taken over is not made again: `r+` opens only what is there. */
async function beat(claim: string, { machine, clock }: StateContext): Promise<void> {
  try {
    const file = await open(claim, "r+");
    try {
      await file.write(encodeHolder(machine, clock.now()), 0);
    } finally {
      await file.close();
    }
  } catch {
    // The next beat, or `check`, finds out.
  }
}

async function waitForLock(path: string, context: StateContext, bounds: LockBounds): Promise<string> {
  const { clock, random, signal } = context;
  const giveUpAt = clock.now() + bounds.waitMs;
  const seen = new Map<string, Sighting>();
  const look: Look = { path, context, staleMs: bounds.staleMs, seen };
  for (let attempt = 0; ; attempt += 1) {
    const claim = await orUnusable(path, () => tryLock(look));
    if (claim !== undefined) return claim;
    const holder = describeHolder([...seen.values()].at(-1));
    if (signal?.aborted === true || clock.now() >= giveUpAt) throw busy(path, holder);
    if (attempt === 0) bounds.onWait?.(holder);
    const ceiling = Math.min(20 * 2 ** Math.min(attempt, 5), 400);
    await clock.sleep(ceiling * (0.5 + random() / 2), signal);
  }
}

/** One run's view of a lock: `seen` are the holders' texts with the time since when they are unchanged. */
interface Look {
  readonly path: string;
  readonly context: StateContext;
  readonly staleMs: number;
  readonly seen: Map<string, Sighting>;
}

async function tryLock(look: Look): Promise<string | undefined> {
  const { path, context } = look;
  if ((await livingClaims(look)).length > 0) return undefined;
  const { machine, clock } = context;
  const parts = [clock.now(), machine.pid, machine.host, randomBytes(6).toString("hex")];
  const claim = `${path}.lock-${parts.join("-")}`;
  ours.add(claim);
  await writeFile(claim, encodeHolder(machine, clock.now()), { flag: "wx", mode: 0o600 });
  const others = (await livingClaims(look)).filter((other) => other !== claim);
  if (others.length === 0) return claim;
  ours.delete(claim);
  look.seen.delete(claim);
  await rm(claim, { force: true });
  return undefined;
}

/** The claims of holders that may be at work; the others are cleared away. */
async function livingClaims(look: Look): Promise<string[]> {
  const { path } = look;
  const prefix = `${basename(path)}.lock-`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  const claims = names.map((name) => join(dirname(path), name));
  const living = await Promise.all(claims.map((claim) => isLiving(claim, prefix, look)));
  await Promise.all(
    claims.filter((_claim, index) => !living[index]).map((claim) => rm(claim, { force: true })),
  );
  return claims.filter((_claim, index) => living[index]);
}

async function isLiving(claim: string, prefix: string, { context, staleMs, seen }: Look): Promise<boolean> {
  const { clock, machine } = context;
  const [at = "", pid = "", host = ""] = basename(claim).slice(prefix.length).split("-");
  if (clock.now() - Number(at) > staleMs) return false;
  const holder = await readHolder(claim, { at: Number(at), pid: Number(pid), host });
  const before = seen.get(claim);
  const unchanged = before !== undefined && before.text === holder.text;
  const sighting = { ...holder, since: unchanged ? before.since : clock.now() };
  seen.delete(claim);
  seen.set(claim, sighting);
  return ours.has(claim) || isAtWork(sighting, machine, clock.now());
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

function busy(path: string, holder: string): Error {
  return stateError(
    "state-busy",
    `${path} is locked by another run of dimctl (${holder})`,
    `wait for it to finish, or remove ${path}.lock-* if none is running`,
  );
}
