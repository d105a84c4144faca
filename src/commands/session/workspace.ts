import { defined } from "../../model/json/defined.ts";
import { loadConfiguration, type Configuration } from "../../manifests/configuration/configuration.ts";
import { changedSince, type ManifestChanges } from "../../manifests/yaml/changed-since.ts";
import { diskFiles } from "../../manifests/yaml/files.ts";
import { commitFiles } from "../../manifests/yaml/git-files.ts";
import { loadManifests, type ManifestRules } from "../../manifests/load.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { Reference } from "../../model/ids.ts";
import { DiagnosticsError, type Locate, type Diagnostic } from "../../model/diagnostic.ts";
import { roleCatalogue, type RoleCatalogue } from "../../model/customer/roles.ts";
import { tryGit } from "../../state/git/git.ts";
import type { Io } from "../frame/io.ts";
import type { OptionValues } from "../frame/options.ts";
import { unknownReferences } from "../frame/unknown-references.ts";

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

/** The options that say which configuration and which manifests a run is about. */
type WorkspaceOptions = Pick<
  OptionValues,
  "config" | "env" | "customers" | "only" | "changedSince" | "concurrency"
>;

/**
 * Reads and checks everything that needs no network and no secret. `within` are the references of a saved plan; unlike
 * those of `only`, one that no manifest has any more is no error. `withoutService`: the command reaches none, and needs no
 * environment. Throws a DiagnosticsError with all errors and warnings.
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  io: Io,
  within?: readonly string[],
  withoutService = false,
): Promise<Workspace> {
  const { configuration, diagnostics } = await openConfiguration(options, io, withoutService);
  const rules = manifestRules(configuration, io);
  const source = { folder: options.customers ?? configuration.customers, ...rules };
  const loaded = await loadManifests({ ...source, files: diskFiles(io.cwd) });
  const references = loaded.customers.map((customer) => customer.reference);
  const wrongOnly = unknownReferences(options.only, references, NO_MANIFEST);
  const canaries = unknownReferences(configuration.rollout?.canary, references, NO_CANARY);
  const all = [...diagnostics, ...loaded.diagnostics, ...canaries];
  const hasErrors = all.some((diagnostic) => diagnostic.severity === "error");
  // A reference that only a broken manifest has is no second fault.
  if (hasErrors || wrongOnly.length > 0) throw new DiagnosticsError(hasErrors ? all : [...all, ...wrongOnly]);
  const since = await changesSince(options.changedSince, loaded.customers, source, io);
  return {
    configuration,
    catalogue: rules.catalogue,
    concurrency: options.concurrency ?? configuration.concurrency,
    customers: loaded.customers.filter(
      ({ reference }) =>
        (options.only?.includes(reference) ?? true) &&
        (within?.includes(reference) ?? true) &&
        (since?.changed.has(reference) ?? true),
    ),
    managed: new Set(references),
    deleted: since?.deleted ?? [],
    diagnostics: [...all, ...(since?.diagnostics ?? [])],
    locate: loaded.locate,
  };
}

/** What the configuration says of manifests. */
export function manifestRules(configuration: Configuration, io: Pick<Io, "clock">): ManifestRules {
  const { extraRoles, adminRoles: dialect, sharedSecrets } = configuration;
  const today = new Date(io.clock.now()).toISOString().slice(0, 10);
  return { catalogue: roleCatalogue(extraRoles), dialect, sharedSecrets, today };
}
const NO_MANIFEST = {
  summary: "no manifest",
  hint: "the reference of a customer is the key `reference` of its manifest",
};

const NO_CANARY = {
  summary: "`rollout.canary`: no manifest",
  hint: "name customers that have a manifest, or remove the reference from dimctl.yaml",
};

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

/** The configuration alone. Throws a DiagnosticsError when it has errors. */
export async function openConfiguration(
  options: Pick<OptionValues, "config" | "env">,
  io: Io,
  withoutService = false,
): Promise<{ readonly configuration: Configuration; readonly diagnostics: readonly Diagnostic[] }> {
  const loaded = await loadConfiguration({
    ...defined({ file: options.config }),
    files: diskFiles(io.cwd),
    env: io.env,
    withoutService,
    ...defined({ environment: options.env }),
  });
  if (loaded.diagnostics.some((diagnostic) => diagnostic.severity === "error"))
    throw new DiagnosticsError(loaded.diagnostics);
  return loaded;
}
