import { InvalidArgumentError, Option } from "commander";
import { FORMATS, type Format } from "../../report/reporters.ts";
import { reportFile, type ReportFile } from "./report-files.ts";

/** What each option of the command line gives to its command; a command has those that COMMAND_OPTIONS lists for it. */
export interface OptionValues {
  readonly config?: string;
  readonly env?: string;
  readonly customers?: string;
  readonly only?: readonly string[];
  readonly changedSince?: string;
  readonly concurrency?: number;
  readonly timeoutSeconds?: number;
  readonly secrets?: string;
  readonly verbose?: boolean;
  readonly format: Format;
  readonly report?: readonly ReportFile[];
  readonly color: boolean;
  readonly out?: string;
  readonly exitCode?: boolean;
  /** true: every field that cannot be verified. */
  readonly reassert?: true | readonly string[];
  readonly yes?: boolean;
  readonly importTimeoutSeconds?: number;
  readonly force?: boolean;
  readonly port: number;
  readonly seed?: string;
  readonly switch?: readonly string[];
  readonly faults?: number;
}

/** The name of an option in the code; its spelling on the command line has no unit. */
export type OptionName = keyof OptionValues;

/** A fresh commander option. Its value arrives under `name`, so that a time has its unit in the code. */
export function createOption(name: OptionName): Option {
  const option = OPTIONS[name]();
  option.attributeName = () => name;
  return option;
}

const OPTIONS: Readonly<Record<OptionName, () => Option>> = {
  env: () => new Option("--env <name>", "environment from dimctl.yaml"),
  config: () => new Option("--config <file>", "configuration file (default: dimctl.yaml)"),
  customers: () => new Option("--customers <dir>", "folder with the manifests (default: customers)"),
  only: () => new Option("--only <ref...>", "only customers with these references"),
  changedSince: () =>
    new Option(
      "--changed-since <rev>",
      "only customers whose merged manifest differs from this git revision",
    ),
  concurrency: () =>
    new Option("--concurrency <n>", "maximum concurrent requests (default: 8)").argParser(
      wholeNumber(1, 256),
    ),
  timeoutSeconds: () =>
    new Option("--timeout <seconds>", "stop the run after this time").argParser(wholeNumber(1, 86_400)),
  secrets: () =>
    new Option("--secrets <file>", "dotenv or JSON file with the values of the manifests' secrets"),
  verbose: () => new Option("-v, --verbose", "log every request to stderr"),
  format: () => new Option("--format <format>", "output format").choices(FORMATS).default("text"),
  report: () =>
    new Option("--report <format=file>", "also write the result to a file; repeatable").argParser(reportFile),
  color: () => new Option("--no-color", "disable colours"),
  out: () => new Option("--out <file>", "save the plan to a file for `dimctl apply`"),
  exitCode: () => new Option("--exit-code", "exit 2 if there are changes"),
  reassert: () =>
    new Option("--reassert [field...]", "rewrite fields that cannot be verified: all, or only these"),
  yes: () => new Option("--yes", "skip the confirmation prompt"),
  importTimeoutSeconds: () =>
    new Option("--import-timeout <seconds>", "how long to wait for imported users (default: 60)").argParser(
      wholeNumber(0, 3600),
    ),
  force: () => new Option("--force", "overwrite existing manifests"),
  port: () =>
    new Option("--port <n>", "port; 0 for any free port").argParser(wholeNumber(0, 65_535)).default(8080),
  seed: () => new Option("--seed <file>", "initial data (JSON file)"),
  switch: () =>
    new Option("--switch <name=value>", "override an emulator behaviour; repeatable").argParser(collect),
  faults: () =>
    new Option("--faults <percent>", "percentage of requests that fail").argParser(wholeNumber(0, 100)),
};

/** Reads a whole number within bounds, or says what is wrong with it. */
function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`must be an integer from ${least} to ${most}.`);
  };
}

/** An option that may be given several times. */
function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
