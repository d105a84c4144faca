import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { StateContext } from "../context.ts";
import { makePrivateDirectory, readIfThere, replaceFile } from "./durable-file.ts";
import { LOCK_BOUNDS, takeLock, type LockBounds } from "./lock.ts";
import type { BytesStorage } from "../storage.ts";
import { orUnusable } from "../state-diagnostics.ts";

/** `onlyOwner`: refused when others can read it; an encrypted file may be read by anybody. */
export interface FileStorageOptions {
  readonly path: string;
  readonly onlyOwner: boolean;
  readonly context: StateContext;
  readonly bounds?: LockBounds;
}

/** Bytes in one file, mode 0600, replaced whole, with a lock beside it. */
export function fileStorage({
  path,
  onlyOwner,
  context,
  bounds = LOCK_BOUNDS,
}: FileStorageOptions): BytesStorage {
  const { platform } = context.machine;
  const read = (): Promise<Uint8Array | undefined> =>
    orUnusable(path, () => readIfThere(path, platform, onlyOwner));
  return {
    location: path,
    read,
    exclusive: async (work) => {
      await orUnusable(path, () => makeDirectory(path, onlyOwner, platform));
      await using lock = await takeLock(path, context, bounds);
      return await work(await read(), (bytes) =>
        orUnusable(path, () => replaceFile(path, bytes, platform, () => lock.check())),
      );
    },
  };
}

async function makeDirectory(path: string, onlyOwner: boolean, platform: string): Promise<void> {
  if (onlyOwner) await makePrivateDirectory(dirname(path), platform);
  else await mkdir(dirname(path), { recursive: true });
}
