import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { TenantId } from "../../model/ids.ts";
import type { SimilarCustomer } from "../../model/customer/observed.ts";
import { plainJson } from "../../model/customer/value.ts";
import { skeleton } from "../../model/text/look-alike.ts";
import type { LiveCustomer } from "../api.ts";

/** Finds live customers that may be a manifest's under another reference: a changed reference must not bill a second tenant. */
export interface Similarity {
  /** Told of every customer of the list; keeps those that may matter. */
  note(live: LiveCustomer): void;
  /** Those with the manifest's name, or a reference that reads like its own, which no manifest names. */
  of(desired: DesiredCustomer): readonly SimilarCustomer[];
  /** Those with exactly the reference of `previouslyReference`. */
  former(desired: DesiredCustomer): readonly LiveCustomer[];
}

/** More are no slip of one person. */
const MOST = 3;

/** What is kept grows with the manifests, not with the list. `managed` are the references that manifests name. */
export function createSimilarity(
  desired: readonly DesiredCustomer[],
  managed: ReadonlySet<string>,
  deleted: ReadonlySet<TenantId>,
): Similarity {
  const references = new Map(desired.map((one) => [skeleton(one.reference), new Set<string>()]));
  const names = new Map(desired.map((one) => [nameOf(one), new Set<string>()]));
  const formers = new Map(
    desired.flatMap(({ previouslyReference: former }): [string, LiveCustomer[]][] =>
      former === undefined ? [] : [[former, []]],
    ),
  );
  return {
    note(live) {
      const { reference } = live;
      if (reference === undefined || deleted.has(live.id)) return;
      formers.get(reference)?.push(live);
      if (managed.has(reference)) return;
      references.get(skeleton(reference))?.add(reference);
      names.get(foldName(live.fields.get("name")))?.add(reference);
    },
    of(one) {
      const alike = references.get(skeleton(one.reference)) ?? new Set();
      const named = names.get(nameOf(one)) ?? new Set();
      return [
        ...[...alike].map((reference) => ({ reference, by: "reference" as const })),
        ...[...named]
          .filter((reference) => !alike.has(reference))
          .map((reference) => ({ reference, by: "name" as const })),
      ].slice(0, MOST);
    },
    former({ previouslyReference: former }) {
      return former === undefined ? [] : (formers.get(former) ?? []);
    },
  };
}

function nameOf({ fields }: DesiredCustomer): string {
  return foldName(plainJson(fields.get("name")?.value));
}

/** Nobody is found by a name that is not there. */
function foldName(name: unknown): string {
  const folded = typeof name === "string" ? skeleton(name) : "";
  return folded === "" ? "\u0000" : folded;
}
