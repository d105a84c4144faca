import type { StateStore } from "../../model/ports/state.ts";
import type { StateContext } from "../context.ts";
import { fileStorage } from "./file-storage.ts";
import { documentStore } from "../storage.ts";
import { sealedCodec } from "../seal.ts";
import type { StateKey } from "../state-key.ts";

/** The same document as one sealed file that may be kept anywhere, a cache or a bucket. */
export function encryptedStore(path: string, key: StateKey, context: StateContext): StateStore {
  return documentStore(fileStorage({ path, onlyOwner: false, context }), sealedCodec(key));
}
