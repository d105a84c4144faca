import { randomBytes } from "node:crypto";
import type { StateContext } from "../context.ts";
import {
  checkBranch,
  compareAndSwap,
  makeCommit,
  readHead,
  type Head,
  type StateBranch,
} from "./git-branch.ts";
import { decodeLease, encodeLease, isFree, type Lease } from "./git-lease.ts";
import type { BytesStorage } from "../storage.ts";
import { stateError } from "../state-diagnostics.ts";

/** How long a job may hold the branch, and how long one waits for another; milliseconds. */
export interface LeaseBounds {
  readonly leaseMs: number;
  readonly waitMs: number;
}

/** A dead job's lease is outwaited: the wait is longer than a lease and its margin. */
const LEASE_BOUNDS: LeaseBounds = { leaseMs: 120_000, waitMs: 240_000 };

const STATE_FILE = "state.sealed";
const LEASE_FILE = "lease.json";

/**
 * Bytes on a branch of a git remote. `exclusive` first claims the branch by a compare-and-swap push of a lease, so that of
 * two jobs only one gets to do the work; every further push replaces exactly what this job pushed before.
 */
export function gitStorage(
  target: StateBranch,
  context: StateContext,
  bounds: LeaseBounds = LEASE_BOUNDS,
): BytesStorage {
  checkBranch(target);
  return {
    location: `branch ${target.branch} of ${withoutCredentials(target.remote)}`,
    read: async () => (await readHead(target)).files.get(STATE_FILE),
    exclusive: async (work) => {
      const claim = await waitForClaim(target, context, bounds);
      try {
        return await work(claim.state, async (bytes) => {
          claim.state = bytes;
          await pushOwn(target, claim, claim.lease);
        });
      } finally {
        await release(target, claim);
      }
    },
  };
}

/** The branch while it is ours: what we pushed last. */
interface Claim {
  oid: string;
  state: Uint8Array | undefined;
  readonly lease: Lease;
}

async function waitForClaim(target: StateBranch, context: StateContext, bounds: LeaseBounds): Promise<Claim> {
  const { clock, random, signal, machine } = context;
  const giveUpAt = clock.now() + bounds.waitMs;
  for (;;) {
    const head = await readHead(target);
    const found = decodeLease(head.files.get(LEASE_FILE));
    if (found === undefined || isFree(found, clock.now(), bounds.leaseMs)) {
      const id = randomBytes(16).toString("hex");
      const owner = `${machine.host}-${machine.pid}`;
      const claim = await claimBranch(target, head, { id, owner, until: clock.now() + bounds.leaseMs });
      if (claim !== undefined) return claim;
    }
    if (signal?.aborted === true || clock.now() >= giveUpAt) throw busy(target, found);
    await clock.sleep(1000 + random() * 2000, signal);
  }
}

/** undefined: someone else was quicker. */
async function claimBranch(target: StateBranch, head: Head, lease: Lease): Promise<Claim | undefined> {
  const state = head.files.get(STATE_FILE);
  const oid = await makeCommit(target, branchFiles(state, lease));
  const swapped = await compareAndSwap(target, head.oid, oid);
  return swapped === "done" ? { oid, state, lease } : undefined;
}

async function pushOwn(target: StateBranch, claim: Claim, lease: Lease | undefined): Promise<void> {
  const oid = await makeCommit(target, branchFiles(claim.state, lease));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const swapped = await compareAndSwap(target, claim.oid, oid);
    if (swapped === "done") {
      claim.oid = oid;
      return;
    }
    if (swapped === "lost") break;
  }
  throw stateError(
    "state-lease-lost",
    "another job took over the state branch: this job held it too long",
    "re-run the job; the other job's state was kept",
  );
}

/** A release that fails costs the next job a wait until the lease ends, and must not hide what the work came to. */
async function release(target: StateBranch, claim: Claim): Promise<void> {
  try {
    await pushOwn(target, claim, undefined);
  } catch {
    // The lease ends by itself.
  }
}

function branchFiles(
  state: Uint8Array | undefined,
  lease: Lease | undefined,
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  if (state !== undefined) files.set(STATE_FILE, state);
  if (lease !== undefined) files.set(LEASE_FILE, encodeLease(lease));
  return files;
}

function busy(target: StateBranch, lease: Lease | undefined): Error {
  const until = lease === undefined ? "" : ` until ${new Date(lease.until).toISOString()}`;
  return stateError(
    "state-busy",
    `branch ${target.branch} is locked by another job${until}`,
    "wait for it to finish, then re-run",
  );
}

function withoutCredentials(remote: string): string {
  return remote.replace(/:\/\/[^/]*@/u, "://");
}
