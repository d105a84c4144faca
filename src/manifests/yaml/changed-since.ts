import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { Reference } from "../../model/ids.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { FileReader } from "./files.ts";
import { loadManifests, type LoadOptions } from "../load.ts";
import { showInvisible } from "./excerpt.ts";

/** What became of the manifests since a revision. A customer is known by its reference, whatever its file is called. */
export interface ManifestChanges {
  /** New, or merged over the defaults to something else than before. */
  readonly changed: ReadonlySet<Reference>;
  /** Customers whose manifest is gone: nothing is done about them. */
  readonly deleted: readonly Reference[];
  /** A warning for each manifest that is gone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares the manifests with those of `then`. What was broken there counts as changed since. */
export async function changedSince(
  customers: readonly DesiredCustomer[],
  then: FileReader,
  options: Omit<LoadOptions, "files">,
): Promise<ManifestChanges> {
  const before = await loadManifests({ ...options, files: then });
  const texts = new Map(before.customers.map((customer) => [customer.reference, customer.text]));
  const now = new Set(customers.map(({ reference }) => reference));
  const gone = before.customers.filter(({ reference }) => !now.has(reference));
  return {
    changed: new Set(
      customers
        .filter(({ reference, text }) => texts.get(reference) !== text)
        .map(({ reference }) => reference),
    ),
    deleted: gone.map(({ reference }) => reference),
    diagnostics: gone.map((customer) => deletedProblem(customer)),
  };
}

function deletedProblem({ reference, file }: DesiredCustomer): Diagnostic {
  return {
    code: "manifest-deleted",
    severity: "warning",
    summary: `${showInvisible(file)} was removed: ${showInvisible(reference)} is no longer managed; live customer untouched`,
    hint: "to delete the customer, keep the manifest with `state: absent`",
  };
}
