import type { StateStore } from "../../model/ports/state.ts";
import type { StateContext } from "../context.ts";
import type { StateBranch } from "./git-branch.ts";
import { gitStorage, type LeaseBounds } from "./git-storage.ts";
import { documentStore } from "../storage.ts";
import { sealedCodec } from "../seal.ts";
import type { StateKey } from "../state-key.ts";

/** The sealed document on a branch of a git remote: for CI, where no disk lasts. Throws a DiagnosticsError for unusable names. */
export function gitStore(
  target: StateBranch,
  key: StateKey,
  context: StateContext,
  bounds?: LeaseBounds,
): StateStore {
  return documentStore(gitStorage(target, context, bounds), sealedCodec(key));
}
