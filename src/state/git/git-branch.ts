import { git, gitFailed, tryGit, type GitContext } from "./git.ts";
import { stateError } from "../state-diagnostics.ts";

/** A branch of a remote, seen from a repository on this machine. Nothing local is written but loose objects, and by git itself the remote-tracking ref of what was pushed. */
export interface StateBranch {
  readonly remote: string;
  readonly branch: string;
  readonly git: GitContext;
}

/** The branch's files by name, as the remote has them. */
export interface Head {
  /** undefined: the branch does not exist yet. */
  readonly oid?: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Refuses names that git could take for an option or that carry credentials on its command line. */
export function checkBranch({ remote, branch }: Pick<StateBranch, "remote" | "branch">): void {
  if (/^[\w][\w./-]*$/u.test(branch) && !/\.\.|\/\/|\/$|\.lock$/u.test(branch) && remote !== "") {
    // `ssh://git@host` names a user; anything before the @ of an http URL, and any password, is a credential.
    const credentials = /^https?:\/\/[^/]*@|:\/\/[^/]*:[^/]*@/iu;
    if (!remote.startsWith("-") && !credentials.test(remote)) return;
  }
  throw stateError(
    "state-git-name",
    "invalid state branch or remote",
    "use a remote of the repository (origin) and a plain branch name; leave credentials to git's credential helper",
  );
}

/** Reads the newest commit of the branch: its id is asked for first, so that files and id belong together. */
export async function readHead(target: StateBranch): Promise<Head> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const oid = await remoteOid(target);
    if (oid === undefined) return { files: new Map() };
    if (await isHere(target, oid)) return { oid, files: await readBranchFiles(target, oid) };
    await fetchBranch(target);
    // A commit that is still not here was replaced between the two questions: ask again.
    if (await isHere(target, oid)) return { oid, files: await readBranchFiles(target, oid) };
  }
  throw gitFailed("fetch", "the branch changed on every read");
}

/** Makes a commit without a parent (old tokens do not pile up) that holds these files; its id. Touches no index. */
export async function makeCommit(
  target: StateBranch,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const rows = await Promise.all(
    [...files].toSorted(byName).map(async ([name, bytes]) => {
      const blob = await line(target, ["hash-object", "-w", "--no-filters", "--stdin"], bytes);
      return `100644 blob ${blob}\t${name}\n`;
    }),
  );
  const tree = await line(target, ["mktree"], rows.join(""));
  return line(target, ["commit-tree", "--no-gpg-sign", tree], "State of dimctl, written by dimctl\n");
}

/**
 * Puts the commit in the place of `expected` (undefined: of no branch). "lost": someone else was quicker. "again": a
 * rival's push was in the way and is not to be seen yet. Throws a DiagnosticsError when the remote refuses for another reason. A push whose reply was lost is decided by looking at the remote.
 */
export async function compareAndSwap(
  target: StateBranch,
  expected: string | undefined,
  commit: string,
): Promise<"done" | "lost" | "again"> {
  const ref = `refs/heads/${target.branch}`;
  const pushed = await tryGit(target.git, [
    "push",
    "--quiet",
    "--no-verify",
    "--no-signed",
    "--no-follow-tags",
    "--recurse-submodules=no",
    `--force-with-lease=${ref}:${expected ?? ""}`,
    target.remote,
    `${commit}:${ref}`,
  ]);
  if (pushed.ok) return "done";
  const now = await remoteOid(target);
  if (now === commit) return "done";
  // A rival's push may be refusing ours while its own is not visible yet: git says so in these words.
  const rivalAtWork =
    /stale info|cannot lock ref|failed to update ref|fetch first|reference already exists/iu;
  if (now !== expected || rivalAtWork.test(pushed.failure)) return "lost";
  throw gitFailed("push", pushed.failure);
}

async function remoteOid(target: StateBranch): Promise<string | undefined> {
  const ref = `refs/heads/${target.branch}`;
  const rows = (await git(target.git, ["ls-remote", "--refs", target.remote, ref]))
    .toString("utf8")
    .split("\n");
  return rows.find((row) => row.endsWith(`\t${ref}`))?.split("\t")[0];
}

async function isHere(target: StateBranch, oid: string): Promise<boolean> {
  return (await tryGit(target.git, ["cat-file", "-e", `${oid}^{commit}`])).ok;
}

/** Brings the objects here; no ref, no FETCH_HEAD and no tag is written, nothing is made shallow. */
async function fetchBranch(target: StateBranch): Promise<void> {
  await git(target.git, [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-prune",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
    "--refmap=",
    target.remote,
    `refs/heads/${target.branch}`,
  ]);
}

async function readBranchFiles(target: StateBranch, oid: string): Promise<ReadonlyMap<string, Buffer>> {
  const listing = (await git(target.git, ["ls-tree", "-z", oid])).toString("utf8");
  const rows = listing.split("\0").flatMap((row) => {
    const found = /^\d+ blob (?<blob>\S+)\t(?<name>.+)$/u.exec(row)?.groups;
    return found?.["blob"] !== undefined && found["name"] !== undefined
      ? [[found["name"], found["blob"]] as const]
      : [];
  });
  return new Map(
    await Promise.all(
      rows.map(async ([name, blob]) => [name, await git(target.git, ["cat-file", "blob", blob])] as const),
    ),
  );
}

async function line(
  target: StateBranch,
  args: readonly string[],
  input: Uint8Array | string,
): Promise<string> {
  return (await git(target.git, args, input)).toString("utf8").trim();
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : Number(left > right);
}
