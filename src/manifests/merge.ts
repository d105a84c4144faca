import { isJsonObject, type Json, type JsonObject } from "../model/json/json.ts";
import type { Path } from "./manifest-diagnostic.ts";

/** The manifest over its defaults: maps key by key; lists, values and null of the manifest replace. */
export function mergeDefaults(defaults: JsonObject, manifest: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...defaults };
  for (const [key, value] of Object.entries(manifest)) {
    const base = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    merged[key] = isJsonObject(base) && isJsonObject(value) ? mergeDefaults(base, value) : value;
  }
  return merged;
}

/** Whether the value at this path of the merged manifest was written in the defaults file. */
export function isFromDefaults(defaults: JsonObject, manifest: JsonObject, path: Path): boolean {
  let base: Json | undefined = defaults;
  let own: Json | undefined = manifest;
  for (const part of path) {
    if (!isJsonObject(own) || !isJsonObject(base) || typeof part === "number") return false;
    const inOwn = Object.hasOwn(own, part);
    const inBase = Object.hasOwn(base, part);
    if (!inOwn) return inBase;
    own = own[part];
    base = inBase ? base[part] : undefined;
  }
  return false;
}
