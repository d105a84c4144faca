import { dirname, isAbsolute, join } from "node:path/posix";
import { keys, validate, type ConfigurationFile } from "#schemas/configuration";
import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { DEFAULT_POLICY, type Policy } from "../../model/plan/risk.ts";
import type { Rollout } from "../../model/plan/failure-bound.ts";
import { AdminDialect, DEFAULT_ADMIN_ROLES } from "../../model/customer/admin-dialect.ts";
import type { RoleFact } from "../../model/customer/roles.ts";
import { toRoleId } from "../../model/ids.ts";
import { chooseEnvironment, NO_ENVIRONMENT, type Environment } from "./environment.ts";
import { configurationFaults } from "./configuration-rules.ts";
import type { FileReader } from "../yaml/files.ts";
import { toProblem } from "../yaml/locate.ts";
import { checkSchema } from "../schema/schema-diagnostics.ts";
import { MAX_BYTES, parseSource, type Source } from "../yaml/source.ts";
import { unknownVariables } from "./variables.ts";
import { misnamedFiles } from "./misnamed-files.ts";

/** Where tokens and memory are kept between runs. */
type StateLocation =
  | { readonly kind: "file" }
  | { readonly kind: "encrypted"; readonly file: string }
  | { readonly kind: "git"; readonly branch: string; readonly remote: string };

/** The settings of a run from flags, variables and `dimctl.yaml`, in that order of precedence. */
export interface Configuration {
  /** The path of the file that was read; undefined when there is none, or nothing in it. */
  readonly file: string | undefined;
  readonly environment: Environment;
  /** Folder of the manifests. */
  readonly customers: string;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** How long a request is sent again while the service is in trouble, in seconds. */
  readonly patienceSeconds: number;
  /** How long one request may take, in seconds. */
  readonly requestTimeoutSeconds: number;
  /** The pair that makes an admin, and all that follows from how it is spelled (A1). */
  readonly adminRoles: AdminDialect;
  readonly extraRoles: readonly RoleFact[];
  readonly sharedSecrets: readonly string[];
  readonly policy: Policy;
  /** The steps of an apply; undefined: all customers at once. */
  readonly rollout: Rollout | undefined;
  /** Growing to more than this many times the licences of before is the risk `large-charge`. */
  readonly largeChargeFactor: number;
  /** Where the login sends the browser back to. */
  readonly redirect: string;
  readonly state: StateLocation;
  /** Names of the environments of the file, for completion and messages. */
  readonly environments: readonly string[];
}

/** What a configuration is made of. */
export interface ConfigurationOptions {
  /** As given on the command line; a named file must be there. Without it `dimctl.yaml`, if there is one. */
  readonly file?: string;
  readonly files: FileReader;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--env NAME` */
  readonly environment?: string;
  /** The command reaches no service: that no environment is chosen is no fault then. */
  readonly withoutService?: boolean;
}

const FILE = "dimctl.yaml";

/**
 * The configuration of a run. `configuration` is always there, with defaults in the place of what is wrong; with an
 * error among `problems` it is not to be used.
 */
export async function loadConfiguration(
  options: ConfigurationOptions,
): Promise<{ readonly configuration: Configuration; readonly diagnostics: readonly Diagnostic[] }> {
  const path = options.file ?? FILE;
  const read = await readFile(options, path);
  const written = read.source === undefined ? { diagnostics: [] } : checkFile(read.source);
  const file: ConfigurationFile = written.data ?? {};
  const chosen = chooseEnvironment(file, options);
  const misnamed =
    options.file === undefined ? await misnamedFiles(options.files, FILE, read.source !== undefined) : [];
  const diagnostics = [
    ...misnamed,
    ...read.diagnostics,
    ...written.diagnostics,
    ...unknownVariables(options.env),
  ];
  // With a file that could not be read, that the environment is not in it is no news.
  const readable = written.data !== undefined || (read.source === undefined && read.diagnostics.length === 0);
  return {
    configuration: {
      file: read.source && path,
      ...toConfiguration(file, chosen.environment, dirname(path)),
    },
    // With a misnamed file or variable, that nothing is chosen follows from it.
    diagnostics: [
      ...diagnostics,
      ...chosen.diagnostics.filter(({ code }) =>
        code === NO_ENVIRONMENT
          ? options.withoutService !== true && diagnostics.every(({ severity }) => severity !== "error")
          : readable,
      ),
    ],
  };
}

interface Read {
  readonly source?: Source;
  readonly diagnostics: readonly Diagnostic[];
}

async function readFile({ file, files }: ConfigurationOptions, path: string): Promise<Read> {
  const content = await files.read(path, MAX_BYTES);
  if (content.kind === "missing" && file === undefined) return { diagnostics: [] };
  const source = parseSource(path, content);
  if ("document" in source) return { source, diagnostics: [] };
  // An empty dimctl.yaml says nothing, which is no fault.
  return { diagnostics: source.filter(({ code }) => code !== "empty-file") };
}

function checkFile(source: Source): {
  readonly data?: ConfigurationFile;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { data, faults } = checkSchema<ConfigurationFile>({ validate, keys }, source.value);
  const further = data === undefined ? [] : configurationFaults(data);
  const diagnostics = [...source.faults, ...faults, ...further].map((fault) => toProblem(fault, source));
  return { diagnostics, ...defined({ data }) };
}

function toConfiguration(
  file: ConfigurationFile,
  environment: Environment,
  home: string,
): Omit<Configuration, "file"> {
  const { largeCharge, ...severities } = file.policy ?? {};
  return {
    environment,
    customers: under(home, file.customers ?? "customers"),
    concurrency: file.concurrency ?? 8,
    patienceSeconds: file.patience ?? 120,
    requestTimeoutSeconds: file.requestTimeout ?? 60,
    adminRoles: new AdminDialect({
      manage: toRoleId(file.adminRoles?.manage ?? DEFAULT_ADMIN_ROLES.manage),
      login: toRoleId(file.adminRoles?.login ?? DEFAULT_ADMIN_ROLES.login),
    }),
    extraRoles: (file.extraRoles ?? []).map((role) => toRoleFact(role)),
    sharedSecrets: file.sharedSecrets ?? [],
    policy: { ...DEFAULT_POLICY, ...severities },
    largeChargeFactor: largeCharge?.factor ?? 10,
    rollout: file.rollout && toRollout(file.rollout),
    redirect: file.redirect ?? "http://127.0.0.1:8000",
    state: toStateLocation(file.state, home),
    environments: Object.keys(file.environments ?? {}),
  };
}

/** Paths of the file start at the file's folder. */
const under = (home: string, path: string): string => (isAbsolute(path) ? path : join(home, path));

function toRollout({ canary = [], then = [] }: NonNullable<ConfigurationFile["rollout"]>): Rollout {
  return { canary, shares: then.map((share) => Number.parseInt(share, 10)) };
}

function toRoleFact(role: NonNullable<ConfigurationFile["extraRoles"]>[number]): RoleFact {
  return {
    id: toRoleId(role.id),
    label: role.label ?? role.id,
    ...defined({ requires: role.requires === undefined ? undefined : toRoleId(role.requires) }),
    licensed: role.licensed ?? false,
    owner: role.owner ?? "manifest",
  };
}

function toStateLocation(state: ConfigurationFile["state"], home: string): StateLocation {
  const file = state?.file === undefined ? undefined : under(home, state.file);
  switch (state?.kind) {
    case "encrypted":
      return { kind: "encrypted", file: file ?? join(home, ".dimctl", "state.enc") };
    case "git":
      return { kind: "git", branch: state.branch ?? "dimctl-state", remote: state.remote ?? "origin" };
    case "file":
    case undefined:
      return { kind: "file" };
  }
}
