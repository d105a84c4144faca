import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { errorCode } from "../../model/network/error-code.ts";

/** One name in a folder. `outside`: a link that leaves the folder; it is never followed. */
export interface FileEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "outside" | "other";
}

/** What reading a file came to. */
export type FileContent =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "missing" }
  | { readonly kind: "too-big" }
  | { readonly kind: "unreadable"; readonly why: string };

/** Where manifests come from: the disk, a commit, or a test's memory. Paths are as the user would type them. */
export interface FileReader {
  /** What is directly in the folder, in any order; undefined when there is no folder. */
  list(folder: string): Promise<readonly FileEntry[] | undefined>;
  /** The whole file, unless it is longer than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<FileContent>;
}

/** Files on disk; relative paths start at `root`. */
export function diskFiles(root: string): FileReader {
  return {
    list: (folder) => listFolder(join(root, folder), folder),
    read: (path, maxBytes) => readBytes(resolveFrom(root, path), maxBytes),
  };
}

const resolveFrom = (root: string, path: string): string => (path.startsWith("/") ? path : join(root, path));

async function listFolder(joined: string, folder: string): Promise<readonly FileEntry[] | undefined> {
  const path = folder.startsWith("/") ? folder : joined;
  try {
    const home = await realpath(path);
    const names = await readdir(home);
    return await Promise.all(names.map(async (name) => ({ name, kind: await entryKind(home, name) })));
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

async function entryKind(home: string, name: string): Promise<FileEntry["kind"]> {
  try {
    const real = await realpath(join(home, name));
    if (!real.startsWith(home.endsWith(sep) ? home : home + sep)) return "outside";
    const facts = await stat(real);
    if (facts.isFile()) return "file";
    return facts.isDirectory() ? "folder" : "other";
  } catch {
    // A link to nowhere, or a file that vanished in between: not something to read.
    return "other";
  }
}

async function readBytes(path: string, maxBytes: number): Promise<FileContent> {
  try {
    const handle = await open(path, "r");
    try {
      // One byte more than allowed distinguishes a longer file from one of exactly the limit, and bounds the memory used.
      const buffer = new Uint8Array(Math.min((await handle.stat()).size, maxBytes) + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (bytesRead > maxBytes) return { kind: "too-big" };
      return { kind: "bytes", bytes: buffer.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error);
    return code === "ENOENT" ? { kind: "missing" } : { kind: "unreadable", why: code ?? "cannot be read" };
  }
}
