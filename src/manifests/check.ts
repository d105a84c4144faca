import { keys, validate, type CustomerManifest } from "#schemas/customer";
import { keys as defaultsKeys, validate as validateDefaults } from "#schemas/defaults";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import type { Origin, Diagnostic } from "../model/diagnostic.ts";
import type { AdminDialect } from "../model/customer/admin-dialect.ts";
import type { RoleCatalogue } from "../model/customer/roles.ts";
import type { ManifestDiagnostic, Path, Push } from "./manifest-diagnostic.ts";
import { isFromDefaults, mergeDefaults } from "./merge.ts";
import { toProblem } from "./yaml/locate.ts";
import { withoutFaults } from "./prune.ts";
import { RULES } from "./rules/all.ts";
import { checkSchema } from "./schema-diagnostics.ts";
import type { Source } from "./yaml/source.ts";

/** The defaults file as it is merged under every manifest. */
export interface Defaults {
  readonly value: JsonObject;
  readonly source?: Source;
  /** It has errors: no manifest can be trusted to say what it seems to. */
  readonly broken: boolean;
}

/** One manifest after the schema and the rules. */
export interface Checked {
  readonly source: Source;
  readonly merged: JsonObject;
  /** As far as it can be read, errors or not. */
  readonly reference?: string;
  /** There when the file fits the schema, or does without its faulty keys; has errors when `problems` does. */
  readonly manifest?: CustomerManifest;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether an error was found so far, shown or not: then the customer is in no plan. */
  readonly isBroken: () => boolean;
  /** Adds a problem that only shows when all manifests are looked at together. */
  readonly push: Push;
  readonly originOf: (path: Path) => Origin;
}

/** What the rules need to know besides the manifest. */
export interface CheckOptions {
  readonly catalogue: RoleCatalogue;
  readonly dialect: AdminDialect;
  readonly sharedSecrets: readonly string[];
}

/** More than anybody reads at once; the rest shows when these are gone. */
const MAX_FAULTS = 100;

/** The defaults file on its own: the same keys, without what makes a customer. */
export function checkDefaults(source: Source): {
  readonly defaults: Defaults;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { faults } = checkSchema({ validate: validateDefaults, keys: defaultsKeys }, source.value);
  const diagnostics = [...source.faults, ...faults]
    .slice(0, MAX_FAULTS)
    .map((fault) => toProblem(fault, source));
  const value = isJsonObject(source.value) ? source.value : {};
  return { defaults: { value, source, broken: diagnostics.length > 0 }, diagnostics };
}

/** One manifest over the defaults: schema first, then the rules on all that fits it. */
export function checkManifest(source: Source, defaults: Defaults, options: CheckOptions): Checked {
  const own = isJsonObject(source.value) ? source.value : {};
  const merged = mergeDefaults(defaults.value, own);
  const diagnostics: Diagnostic[] = [];
  const isDefault = (path: Path): boolean => isFromDefaults(defaults.value, own, path);
  let broken = false;
  const push = (fault: ManifestDiagnostic): void => {
    broken ||= fault.severity === "error";
    if (diagnostics.length >= MAX_FAULTS) return;
    const where = defaults.source !== undefined && isDefault(fault.path) ? defaults.source : source;
    // The defaults have had their schema check, and their faults are said once.
    diagnostics.push(toProblem(fault, where));
  };
  for (const fault of source.faults) push(fault);
  const value = isJsonObject(source.value) ? merged : source.value;
  const { data, faults } = checkSchema<CustomerManifest>({ validate, keys }, value);
  for (const fault of faults) if (!(defaults.broken && isDefault(fault.path))) push(fault);
  const manifest = data ?? withoutFaults(merged, faults);
  if (manifest !== undefined) checkRules(manifest, push, options);
  const reference = merged["reference"];
  return {
    source,
    merged,
    ...(typeof reference === "string" ? { reference } : {}),
    ...(manifest === undefined ? {} : { manifest }),
    diagnostics: diagnostics,
    isBroken: () => broken,
    push,
    originOf: (path) => ({
      file: defaults.source !== undefined && isDefault(path) ? defaults.source.file : source.file,
      path,
    }),
  };
}

function checkRules(manifest: CustomerManifest, push: Push, options: CheckOptions): void {
  // A customer that is to go needs its reference and nothing else.
  if (manifest.state === "absent") return;
  for (const rule of RULES) rule({ manifest, push, ...options });
}
