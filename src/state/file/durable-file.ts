import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../../model/network/error-code.ts";
import { stateError } from "../state-diagnostics.ts";

/** Makes a directory that only its owner may enter. One that is there must not be writable by others. */
export async function makePrivateDirectory(path: string, platform: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (platform === "win32") return;
  const { mode } = await stat(path);
  if ((mode & 0o022) === 0) return;
  throw stateError(
    "state-directory-open",
    `state directory ${path} is writable by other users`,
    `run \`chmod 700 ${path}\``,
  );
}

/** The file's bytes; undefined when it does not exist. With `onlyOwner` it is refused when others can read or write it. */
export async function readIfThere(
  path: string,
  platform: string,
  onlyOwner: boolean,
): Promise<Uint8Array | undefined> {
  try {
    if (onlyOwner && platform !== "win32") refuseShared(path, (await stat(path)).mode);
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function refuseShared(path: string, mode: number): void {
  if ((mode & 0o077) === 0) return;
  throw stateError(
    "state-readable-by-others",
    `${path} contains secrets and is readable by other users`,
    `run \`chmod 600 ${path}\` (and sign in again if someone may have read it)`,
  );
}

/**
 * Puts bytes in the place of a file so that after a crash the old or the new ones are there, whole: temporary file, fsync,
 * rename, fsync of the directory. `beforeRename` may throw to leave the old ones. The caller holds the file's lock.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  platform: string,
  beforeRename: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await removeLeftovers(path);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // The umask may have taken bits away from the owner; it never adds any.
    if (platform !== "win32") await chmod(temporary, 0o600);
    await beforeRename();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path), platform);
}

/** Temporary files of runs that were killed hold tokens too: whoever has the lock clears them away. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  const left = names.filter((name) => name.startsWith(prefix) && name.endsWith(".tmp"));
  await Promise.all(left.map((name) => rm(join(dirname(path), name), { force: true })));
}

/** Makes a new or removed name in a directory durable. Windows has no such call and keeps names by itself. */
export async function syncDirectory(path: string, platform: string): Promise<void> {
  if (platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
