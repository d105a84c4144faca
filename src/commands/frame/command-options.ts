import type { OptionName, OptionValues } from "./options.ts";

const ENVIRONMENT = ["env", "config"] as const;
const MANIFESTS = ["customers", "only", "changedSince"] as const;
const SERVICE = ["concurrency", "timeoutSeconds", "patienceSeconds", "verbose"] as const;
const OUTPUT = ["format", "report", "color"] as const;

/** The options of each command: those that it honours and no other (ARCHITECTURE.md, The command line). */
export const COMMAND_OPTIONS = {
  validate: [...ENVIRONMENT, ...MANIFESTS, ...OUTPUT],
  plan: ["out", "exitCode", "reassert", ...ENVIRONMENT, ...MANIFESTS, "secrets", ...SERVICE, ...OUTPUT],
  drift: [...ENVIRONMENT, ...MANIFESTS, "secrets", ...SERVICE, ...OUTPUT],
  show: ["only", ...OUTPUT],
  import: ["force", ...ENVIRONMENT, "customers", "only", ...SERVICE, ...OUTPUT],
  apply: [
    "yes",
    "reassert",
    "importTimeoutSeconds",
    "maxFailures",
    ...ENVIRONMENT,
    ...MANIFESTS,
    "secrets",
    ...SERVICE,
    ...OUTPUT,
  ],
  login: [...ENVIRONMENT, ...OUTPUT],
  logout: [...ENVIRONMENT, ...OUTPUT],
  doctor: [...ENVIRONMENT, "timeoutSeconds", "verbose", ...OUTPUT],
  emulator: ["port", "seed", "switch", "faults"],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>;

/** The commands of dimctl. */
export type CommandName = keyof typeof COMMAND_OPTIONS;

/** What a command is given: an option that it does not honour is no member, so a command cannot read it. */
export type OptionsOf<Command extends CommandName> = Pick<
  OptionValues,
  (typeof COMMAND_OPTIONS)[Command][number]
>;
