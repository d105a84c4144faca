import { defined } from "../../model/defined.ts";
import { loadConfiguration, type Configuration } from "../../manifests/configuration/configuration.ts";
import { changedSince, type ManifestChanges } from "../../manifests/yaml/changed-since.ts";
import { diskFiles } from "../../manifests/yaml/files.ts";
import { commitFiles } from "../../manifests/yaml/git-files.ts";
import { loadManifests, type ManifestRules } from "../../manifests/load.ts";
import { quoted } from "../../manifests/manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { Reference } from "../../model/ids.ts";
import { DiagnosticsError, type Locate, type Diagnostic } from "../../model/diagnostic.ts";
import { roleCatalogue, type RoleCatalogue } from "../../model/customer/roles.ts";
import { tryGit } from "../../state/git/git.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";

/** What is in the repository: the configuration and the manifests, checked. */
export interface Workspace {
  readonly configuration: Configuration;
  readonly catalogue: RoleCatalogue;
  /** Requests in flight at most: flag, else configuration. */
  readonly concurrency: number;
  /** All that the manifests declare, or those that `--only` names and that `--changed-since` leaves. */
  readonly customers: readonly DesiredCustomer[];
  /** Every manifest's reference: what is managed at all. */
  readonly managed: ReadonlySet<string>;
  /** References whose manifests are gone since the revision of `--changed-since`. */
  readonly deleted: readonly Reference[];
  /** Warnings; with an error nothing of this is returned. */
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: Locate;
}

/** Reads and checks everything that needs no network and no secret. Throws a ProblemsError with all errors and warnings. */
export async function openWorkspace(options: SharedOptions, io: Io): Promise<Workspace> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const rules = manifestRules(configuration);
  const source = { folder: options.customers ?? configuration.customers, ...rules };
  const loaded = await loadManifests({ ...source, files: diskFiles(io.cwd) });
  const references = loaded.customers.map((customer) => customer.reference);
  const wrongOnly = (options.only ?? []).flatMap((wanted) => unknownReference(wanted, references));
  const all = [...diagnostics, ...loaded.diagnostics];
  const hasErrors = all.some((diagnostic) => diagnostic.severity === "error");
  // A reference that only a broken manifest has is no second fault.
  if (hasErrors || wrongOnly.length > 0) throw new DiagnosticsError(hasErrors ? all : [...all, ...wrongOnly]);
  const since = await changesSince(options.changedSince, loaded.customers, source, io);
  return {
    configuration,
    catalogue: rules.catalogue,
    concurrency: options.concurrency ?? configuration.concurrency,
    customers: loaded.customers.filter(
      ({ reference }) => isWanted(reference, options) && (since?.changed.has(reference) ?? true),
    ),
    managed: new Set(references),
    deleted: since?.deleted ?? [],
    diagnostics: [...all, ...(since?.diagnostics ?? [])],
    locate: loaded.locate,
  };
}

/** What the configuration says of manifests. */
export function manifestRules(configuration: Configuration): ManifestRules {
  const { extraRoles, adminRoles, sharedSecrets } = configuration;
  return { catalogue: roleCatalogue(extraRoles), adminRoles, sharedSecrets };
}

/** undefined: the run is not limited to what changed. */
async function changesSince(
  revision: string | undefined,
  customers: readonly DesiredCustomer[],
  source: Parameters<typeof changedSince>[2],
  io: Io,
): Promise<ManifestChanges | undefined> {
  if (revision === undefined) return undefined;
  const git = (args: readonly string[], input?: string) =>
    tryGit({ directory: io.cwd, env: io.env }, args, input);
  return changedSince(customers, await commitFiles(io.cwd, revision, git), source);
}

/** The configuration alone. Throws a ProblemsError when it has errors. */
export async function openConfiguration(
  options: SharedOptions,
  io: Io,
): Promise<{ readonly configuration: Configuration; readonly diagnostics: readonly Diagnostic[] }> {
  const loaded = await loadConfiguration({
    ...defined({ file: options.config }),
    files: diskFiles(io.cwd),
    env: io.env,
    ...defined({ environment: options.env }),
  });
  if (loaded.diagnostics.some((diagnostic) => diagnostic.severity === "error"))
    throw new DiagnosticsError(loaded.diagnostics);
  return loaded;
}

function isWanted(reference: string, { only, within }: SharedOptions): boolean {
  return (only?.includes(reference) ?? true) && (within?.includes(reference) ?? true);
}

function unknownReference(wanted: string, references: readonly string[]): readonly Diagnostic[] {
  if (references.includes(wanted)) return [];
  const close = nearest(wanted, references);
  return [
    {
      code: "unknown-reference",
      severity: "error",
      summary: `no manifest with reference ${quoted(wanted)}`,
      hint:
        close === undefined
          ? "the reference of a customer is the key `reference` of its manifest"
          : `did you mean ${quoted(close)}?`,
    },
  ];
}
