import { defined } from "../model/json/defined.ts";
import type { DesiredCustomer } from "../model/customer/desired.ts";
import type { Locate, Diagnostic } from "../model/diagnostic.ts";
import type { AdminDialect } from "../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../model/customer/roles.ts";
import { checkDefaults, checkManifest, type Checked, type CheckedDefaults } from "./check.ts";
import { toDesired } from "./desired.ts";
import type { FileReader } from "./yaml/files.ts";
import { findFiles } from "./yaml/folder.ts";
import { locatePath } from "./yaml/locate.ts";
import { rulesWith } from "./rules/all.ts";
import {
  ownSecrets,
  previousReferences,
  uniquePbxAccounts,
  uniqueReferences,
  uniqueSecretPrefixes,
} from "./rules/fleet.ts";
import { MAX_BYTES, parseSource, type Source } from "./yaml/source.ts";

/** What manifests are checked against, beside their schema. */
export interface ManifestRules {
  readonly catalogue: RoleCatalogue;
  readonly dialect: AdminDialect;
  /** Names of secrets that every manifest may use. */
  readonly sharedSecrets: readonly string[];
  /** The date of the run, e.g. `2026-12-24`: what an approval may last is counted from it. */
  readonly today: string;
}

/** Where manifests are, and what they are checked against. */
export interface LoadOptions extends ManifestRules {
  /** As the user would type it; problems and origins name files under it. */
  readonly folder: string;
  readonly files: FileReader;
}

/** What a folder of manifests says. */
export interface LoadedManifests {
  /** By reference; only those whose file has no error. */
  readonly customers: readonly DesiredCustomer[];
  /** Errors and warnings of all files, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: Locate;
}

/**
 * All manifests of a folder: read, parsed once, merged over `_defaults.yaml`, checked against the schema and the rules,
 * and reshaped. Throws nothing for what is in a file: every problem of every file comes back at once.
 */
export async function loadManifests(options: LoadOptions): Promise<LoadedManifests> {
  const { folder, files, catalogue, dialect, sharedSecrets } = options;
  const found = await findFiles(files, folder);
  const parsed = await Promise.all(found.manifests.map((file) => readSource(files, file)));
  const sources = parsed.filter(isSource);
  const { defaults, diagnostics } = await readDefaults(files, found.defaults);

  const checkRules = rulesWith(catalogue, dialect, sharedSecrets, options.today);
  const checked = sources.map((source) => checkManifest(source, defaults, checkRules));
  checkFleet(checked, sharedSecrets);

  // A defaults file that cannot be trusted is part of every customer.
  const usable = defaults.broken ? [] : checked;
  return {
    customers: usable.flatMap((one) => toDesiredCustomers(one, catalogue, dialect)).toSorted(byReference),
    diagnostics: inOrder([
      ...found.diagnostics,
      ...parsed.flatMap((item) => (isSource(item) ? [] : item)),
      ...diagnostics,
      ...checked.flatMap((one) => one.diagnostics),
    ]),
    locate: locateIn([...sources, ...(defaults.source === undefined ? [] : [defaults.source])]),
  };
}

const isSource = (item: Source | readonly Diagnostic[]): item is Source => "document" in item;

async function readSource(files: FileReader, file: string): Promise<Source | readonly Diagnostic[]> {
  return parseSource(file, await files.read(file, MAX_BYTES));
}

async function readDefaults(files: FileReader, file: string | undefined): Promise<CheckedDefaults> {
  if (file === undefined) return { defaults: { value: {}, broken: false }, diagnostics: [] };
  const source = await readSource(files, file);
  return isSource(source)
    ? checkDefaults(source)
    : { defaults: { value: {}, broken: true }, diagnostics: source };
}

function checkFleet(checked: readonly Checked[], sharedSecrets: readonly string[]): void {
  const members = checked.flatMap(({ reference, source, manifest, push }) =>
    reference === undefined ? [] : [{ file: source.file, reference, push, ...defined({ manifest }) }],
  );
  uniqueReferences(members);
  uniqueSecretPrefixes(members);
  previousReferences(members);
  ownSecrets(members, sharedSecrets);
  uniquePbxAccounts(members);
}

function toDesiredCustomers(
  checked: Checked,
  catalogue: RoleCatalogue,
  dialect: AdminDialect,
): readonly DesiredCustomer[] {
  const { manifest, merged, source, originOf } = checked;
  if (manifest === undefined || checked.isBroken()) return [];
  return [toDesired({ file: source.file, manifest, merged, originOf, dialect, catalogue })];
}

const byReference = (left: DesiredCustomer, right: DesiredCustomer): number =>
  left.reference < right.reference ? -1 : Number(left.reference > right.reference);

/** By file, then by place; one that several manifests share, such as a value of the defaults, is said once. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const once = new Map(
    diagnostics.map((diagnostic) => [
      JSON.stringify([diagnostic.code, diagnostic.at, diagnostic.summary]),
      diagnostic,
    ]),
  );
  return [...once.values()].toSorted(
    (left, right) =>
      compare(left.at?.file ?? "", right.at?.file ?? "") ||
      (left.at?.line ?? 0) - (right.at?.line ?? 0) ||
      (left.at?.column ?? 0) - (right.at?.column ?? 0),
  );
}

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

function locateIn(sources: readonly Source[]): Locate {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  return ({ file, path }) => {
    const source = byFile.get(file);
    return source === undefined ? { file, line: 1, column: 1 } : locatePath(source, path, "key");
  };
}
