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
    .option("--env <name>", "environment from dimctl.yaml")
    .option("--customers <dir>", "folder with the manifests (default: customers)")
    .option("--only <ref...>", "only customers with these references")
    .addOption(new Option("--format <format>", "output format").choices(FORMATS).default("text"))
    .option("--report <format=file>", "also write the result to a file; repeatable", reportFile)
    .option("--concurrency <n>", "maximum concurrent requests (default: 8)", wholeNumber(1, 256))
    .option("--timeout <seconds>", "stop the run after this time", wholeNumber(1, 86_400))
    .option("--secrets <file>", "dotenv or JSON file with the values of the manifests' secrets")
    .option("--config <file>", "configuration file (default: dimctl.yaml)")
    .option("--no-color", "disable colours")
    .option("-v, --verbose", "log every request to stderr");
}

/** Reads a whole number within bounds, or says what is wrong with it. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`must be an integer from ${least} to ${most}.`);
  };
}
