import { join } from "node:path";
import { defined } from "../../model/json/defined.ts";
import type { StateStore } from "../../model/ports/state.ts";
import type { StateContext } from "../context.ts";
import { JSON_CODEC } from "../document.ts";
import { fileStorage } from "./file-storage.ts";
import type { LockBounds } from "./lock.ts";
import { documentStore } from "../storage.ts";

/** The store of a person's machine: `state.json` in the state directory, readable by its owner alone. */
export function fileStore(directory: string, context: StateContext, bounds?: LockBounds): StateStore {
  const path = join(directory, "state.json");
  const place = fileStorage({ path, onlyOwner: true, context, ...defined({ bounds }) });
  return documentStore(place, JSON_CODEC);
}
