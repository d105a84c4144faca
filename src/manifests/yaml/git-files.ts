import { join, relative, resolve, sep } from "node:path";
import { realpath } from "node:fs/promises";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { quoted } from "../manifest-diagnostic.ts";
import type { FileContent, FileEntry, FileReader } from "./files.ts";

/** Runs git in the working directory, without a shell; `ok` is whether it succeeded. */
export type RunGit = (
  args: readonly string[],
  input?: string,
) => Promise<{ readonly ok: boolean; readonly output: Uint8Array }>;

/**
 * The files of a commit, under the same paths as on disk: relative ones start at `root`. Throws a DiagnosticsError when there
 * is no repository or no revision.
 */
export async function commitFiles(root: string, revision: string, git: RunGit): Promise<FileReader> {
  const commit = await resolveCommit(revision, git);
  const top = await findTopLevel(git);
  const home = await realpath(root);
  const known = new Map<string, FileContent>();
  const inTree = (path: string): string => treePath(top, resolve(home, path), path);
  return {
    async list(folder) {
      const rows = await listTree(git, commit, inTree(folder));
      if (rows === undefined) return undefined;
      const manifests = rows.filter(({ type, name }) => type === "blob" && /\.ya?ml$/i.test(name));
      const contents = await readBlobs(
        git,
        manifests.map(({ id }) => id),
      );
      for (const { name, id } of manifests)
        known.set(inTree(join(folder, name)), contents.get(id) ?? { kind: "missing" });
      return rows.map((row) => ({ name: row.name, kind: entryKind(row) }));
    },
    async read(path, maxBytes) {
      const content = known.get(inTree(path)) ?? (await readBlob(git, `${commit}:${inTree(path)}`));
      return content.kind === "bytes" && content.bytes.length > maxBytes ? { kind: "too-big" } : content;
    },
  };
}

async function resolveCommit(revision: string, git: RunGit): Promise<string> {
  const parsed = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const commit = decodeText(parsed.output).trim();
  if (parsed.ok && commit !== "") return commit;
  const inside = await git(["rev-parse", "--is-inside-work-tree"]);
  if (!inside.ok) throw unknown("not a git repository", "run dimctl inside the repository of the manifests");
  throw unknown(
    `unknown git revision ${quoted(revision)}`,
    "fetch it first: a shallow clone has only recent commits (in a workflow, use actions/checkout with `fetch-depth: 0`)",
  );
}

async function findTopLevel(git: RunGit): Promise<string> {
  const top = await git(["rev-parse", "--show-toplevel"]);
  if (!top.ok)
    throw unknown("bare git repository without a working tree", "run dimctl in a clone with a working tree");
  return realpath(decodeText(top.output).replace(/\r?\n$/, ""));
}

function unknown(summary: string, hint: string): DiagnosticsError {
  return new DiagnosticsError([{ code: "unknown-revision", severity: "error", summary, hint }]);
}

/** A path as git's trees spell it. */
function treePath(top: string, path: string, given: string): string {
  const inside = relative(top, path);
  if (inside !== ".." && !inside.startsWith(`..${sep}`)) return inside.split(sep).join("/");
  throw unknown(`${quoted(given)} is outside the repository`, "move the manifests into the repository");
}

interface Row {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

async function listTree(git: RunGit, commit: string, folder: string): Promise<readonly Row[] | undefined> {
  const listed = await git(["ls-tree", "-z", "--full-tree", `${commit}:${folder}`]);
  if (!listed.ok) return undefined;
  return decodeText(listed.output)
    .split("\0")
    .flatMap((row) => {
      const [, mode, type, id, name] = /^(\d+) (\S+) (\S+)\t(.+)$/su.exec(row) ?? [];
      return mode !== undefined && type !== undefined && id !== undefined && name !== undefined
        ? [{ mode, type, id, name }]
        : [];
    });
}

/** A link is not followed through the history: a manifest that was one counts as new. */
function entryKind({ mode, type }: Row): FileEntry["kind"] {
  if (type === "tree") return "folder";
  return type === "blob" && mode !== "120000" ? "file" : "other";
}

async function readBlob(git: RunGit, name: string): Promise<FileContent> {
  const blob = await git(["cat-file", "blob", name]);
  return blob.ok ? { kind: "bytes", bytes: blob.output } : { kind: "missing" };
}

/** All blobs in one call of git: a fleet has thousands of manifests. */
async function readBlobs(git: RunGit, ids: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
  const found = new Map<string, FileContent>();
  if (ids.length === 0) return found;
  const { output } = await git(["cat-file", "--batch"], `${ids.join("\n")}\n`);
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(0x0a, at);
    const [id = "", , length] = decodeText(output.subarray(at, end)).split(" ");
    const size = Number(length ?? Number.NaN);
    if (end < 0 || !Number.isSafeInteger(size)) break;
    found.set(id, { kind: "bytes", bytes: output.subarray(end + 1, end + 1 + size) });
    at = end + 1 + size + 1;
  }
  return found;
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
