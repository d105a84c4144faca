import { validate, type CustomerManifest } from "#schemas/customer";
import { isJsonObject, type Json, type JsonObject } from "../model/json/json.ts";
import type { ManifestDiagnostic, Path } from "./manifest-diagnostic.ts";

/**
 * The manifest without its faulty keys, so that the rules can look at the rest and everything is said at once;
 * undefined when what is left is no manifest. List items keep their places, or paths would be wrong.
 */
export function withoutFaults(
  merged: JsonObject,
  faults: readonly ManifestDiagnostic[],
): CustomerManifest | undefined {
  const paths = faults.filter((fault) => fault.code !== "missing-key").map((fault) => fault.path);
  const pruned = prune(merged, paths);
  const completed = { apiVersion: "dimctl/v1", kind: "Customer", name: "?", ...pruned };
  return validate(completed) ? completed : undefined;
}

function prune(value: JsonObject, paths: readonly Path[]): JsonObject {
  const members = Object.entries(value).flatMap(([key, member]) => {
    const inside = paths.filter(([first]) => first === key).map((path) => path.slice(1));
    if (inside.some((path) => path.length === 0)) return [];
    return [[key, pruneMember(member, inside)] as const];
  });
  return Object.fromEntries(members);
}

function pruneMember(value: Json, paths: readonly Path[]): Json {
  if (paths.length === 0) return value;
  if (isJsonObject(value)) return prune(value, paths);
  if (!Array.isArray(value)) return value;
  return value.map((item: Json, index) =>
    pruneMember(
      item,
      paths.filter(([first]) => first === index).map((path) => path.slice(1)),
    ),
  );
}
