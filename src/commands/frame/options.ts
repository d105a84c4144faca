import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { FORMATS, type Format } from "../../report/reporters.ts";
import { reportFile } from "./report-files.ts";

/** The options that every command shares (ARCHITECTURE.md, The command line), as commander hands them over. */
export interface SharedOptions {
  readonly config?: string;
  readonly env?: string;
  readonly customers?: string;
  readonly only?: readonly string[];
  /** The references of a saved plan; unlike `only`, one that no manifest has any more is no fault. */
  readonly within?: readonly string[];
  readonly format: Format;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly secrets?: string;
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly changedSince?: string;
}

/** Adds the shared options to a command. */
export function withSharedOptions(command: Command): Command {
  return command
    .option("--env <name>", "the environment of dimctl.yaml to work with")
    .option("--customers <dir>", "the folder with the manifests (default customers)")
    .option("--only <ref...>", "only these references")
    .addOption(new Option("--format <format>", "how the result is printed").choices(FORMATS).default("text"))
    .option("--report <format=file>", "write the result to a file as well; may be repeated", reportFile)
    .option("--concurrency <n>", "requests in flight at most (default 8)", wholeNumber(1, 256))
    .option("--timeout <seconds>", "end the run after this time", wholeNumber(1, 86_400))
    .option("--secrets <file>", "a dotenv or JSON file with the secrets that manifests name")
    .option("--config <file>", "the configuration file (default dimctl.yaml)")
    .option("--no-color", "no colours")
    .option("-v, --verbose", "every request on stderr");
}

/** Reads a whole number within bounds, or says what is wrong with it. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
