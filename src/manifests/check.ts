import { keys, validate, type CustomerManifest } from "#schemas/customer";
import { keys as defaultsKeys, validate as validateDefaults } from "#schemas/defaults";
import { defined } from "../model/json/defined.ts";
import { isJsonObject, type JsonObject } from "../model/json/json.ts";
import type { Origin, Diagnostic } from "../model/diagnostic.ts";
import type { ManifestDiagnostic, Path, Push } from "./manifest-diagnostic.ts";
import { isFromDefaults, mergeDefaults } from "./merge.ts";
import { toProblem } from "./yaml/locate.ts";
import { withoutFaults } from "./prune.ts";
import type { CheckRules } from "./rules/all.ts";
import { defaultApprovals } from "./rules/approvals.ts";
import { checkSchema } from "./schema/schema-diagnostics.ts";
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

/** The defaults file after its schema. */
export interface CheckedDefaults {
  readonly defaults: Defaults;
  readonly diagnostics: readonly Diagnostic[];
}

/** More than anybody reads at once; the rest shows when these are gone. */
const MAX_FAULTS = 100;

/** The defaults file on its own: the same keys, without what makes a customer. */
export function checkDefaults(source: Source): CheckedDefaults {
  const { faults } = checkSchema({ validate: validateDefaults, keys: defaultsKeys }, source.value);
  const diagnostics = [...source.faults, ...faults, ...defaultApprovals(source.value)]
    .slice(0, MAX_FAULTS)
    .map((fault) => toProblem(fault, source));
  const value = isJsonObject(source.value) ? source.value : {};
  return { defaults: { value, source, broken: diagnostics.length > 0 }, diagnostics };
}

/** One manifest over the defaults: schema first, then the rules on all that fits it. */
export function checkManifest(source: Source, defaults: Defaults, checkRules: CheckRules): Checked {
  const merged = mergeDefaults(defaults.value, ownValue(source));
  const found = new DiagnosticList(source, defaults);
  for (const fault of source.faults) found.push(fault);
  const value = isJsonObject(source.value) ? merged : source.value;
  const { data, faults } = checkSchema<CustomerManifest>({ validate, keys }, value);
  // The defaults have had their schema check, and their faults are said once.
  for (const fault of faults) if (!(defaults.broken && found.isDefault(fault.path))) found.push(fault);
  const manifest = data ?? withoutFaults(merged, faults);
  const push: Push = (fault) => found.push(fault);
  if (manifest !== undefined) untilEnough(() => checkRules(manifest, (fault) => found.pushOrStop(fault)));
  const reference = merged["reference"];
  return {
    source,
    merged,
    ...defined({ reference: typeof reference === "string" ? reference : undefined, manifest }),
    diagnostics: found.diagnostics,
    isBroken: () => found.broken,
    push,
    originOf: (path) => ({ file: found.sourceOf(path).file, path }),
  };
}

/** Thrown when there are errors and as many as are shown: what comes after them would only cost time. */
class EnoughFaults extends Error {}

function untilEnough(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof EnoughFaults)) throw error;
  }
}

/** What is wrong with one manifest, each with the file that it was written in. */
class DiagnosticList {
  readonly diagnostics: Diagnostic[] = [];
  /** Whether there is an error, shown or not. */
  broken = false;
  readonly #source: Source;
  readonly #defaults: Defaults;

  constructor(source: Source, defaults: Defaults) {
    this.#source = source;
    this.#defaults = defaults;
  }

  push(fault: ManifestDiagnostic): void {
    this.broken ||= fault.severity === "error";
    if (this.diagnostics.length < MAX_FAULTS)
      this.diagnostics.push(toProblem(fault, this.sourceOf(fault.path)));
  }

  pushOrStop(fault: ManifestDiagnostic): void {
    this.push(fault);
    if (this.broken && this.diagnostics.length >= MAX_FAULTS) throw new EnoughFaults();
  }

  isDefault(path: Path): boolean {
    return isFromDefaults(this.#defaults.value, ownValue(this.#source), path);
  }

  sourceOf(path: Path): Source {
    const { source } = this.#defaults;
    return source !== undefined && this.isDefault(path) ? source : this.#source;
  }
}

const ownValue = ({ value }: Source): JsonObject => (isJsonObject(value) ? value : {});
