import type { CommandName } from "../../../../src/commands/frame/command-options.ts";
import type { OptionName } from "../../../../src/commands/frame/options.ts";
import {
  changes,
  environment,
  exitCode,
  folders,
  isColored,
  isConcurrent,
  isDocument,
  isIncomplete,
  isReportWritten,
  isSaved,
  missesSecret,
  overwrites,
  problemCodes,
  problemCodesOfApply,
  references,
  referencesAfterCommit,
  saysRequests,
  sentence,
  sentenceAfterCommit,
  waitsForImport,
} from "./observe.ts";
import { asksOnce, refusedWrites } from "./observe-trouble.ts";
import type { Command, Fleet } from "./options-stage.ts";

/** What an option does, seen from outside: something is observed of a call without the option and of one with it. */
export interface Effect {
  readonly args: readonly string[];
  readonly observe: (fleet: Fleet, command: Command, args: readonly string[]) => Promise<unknown>;
  readonly without: unknown;
  readonly with: unknown;
}

/** The effect of an option on a command. Both are in the row of the option; the command may be observed in its own way. */
export function effectOf(option: OptionName, command: Command): Effect {
  const rows = EFFECTS[option];
  const row = rows?.[command] ?? rows?.any;
  if (!row) throw new Error(`no effect of ${option} on ${command} is stated: state it in effects.ts`);
  return row;
}

type Rows = Partial<Record<Command | "any", Effect>>;

const both = ["ACME-1", "NORTH-2"];

const EFFECTS: Partial<Record<OptionName, Rows>> = {
  env: {
    validate: effect(["--env", "lvie"], problemCodes, [], ["unknown-environment"]),
    any: effect(["--env", "live"], environment, "sandbox", "live"),
  },
  config: {
    validate: effect(["--config", "other.yaml"], sentence, "2 manifests are valid.", "1 manifest is valid."),
    any: effect(["--config", "other.yaml"], environment, "sandbox", "live"),
  },
  customers: {
    validate: effect(
      ["--customers", "elsewhere"],
      sentence,
      "2 manifests are valid.",
      "1 manifest is valid.",
    ),
    import: effect(
      ["--customers", "there"],
      folders,
      { fresh: true, there: false },
      { fresh: false, there: true },
    ),
    any: effect(["--customers", "elsewhere"], references, both, ["SOUTH-3"]),
  },
  only: {
    validate: effect(["--only", "ACME-1"], sentence, "2 manifests are valid.", "1 manifest is valid."),
    import: effect(
      ["--only", "ACME-1"],
      sentence,
      "2 manifests written to fresh.",
      "1 manifest written to fresh.",
    ),
    any: effect(["--only", "ACME-1"], references, both, ["ACME-1"]),
  },
  changedSince: {
    validate: effect(
      ["--changed-since", "HEAD"],
      sentenceAfterCommit,
      "2 manifests are valid.",
      "1 manifest is valid.",
    ),
    any: effect(["--changed-since", "HEAD"], referencesAfterCommit, both, ["NORTH-2"]),
  },
  secrets: { any: effect(["--secrets", "secrets.env"], missesSecret, true, false) },
  concurrency: { any: effect(["--concurrency", "1"], isConcurrent, true, false) },
  timeoutSeconds: { any: effect(["--timeout", "1"], isIncomplete, false, true) },
  patienceSeconds: { any: effect(["--patience", "0"], asksOnce, false, true) },
  maxFailures: { apply: effect(["--max-failures", "1"], refusedWrites, 2, 1) },
  verbose: { any: effect(["--verbose"], saysRequests, false, true) },
  format: { any: effect(["--format", "json"], isDocument, false, true) },
  report: { any: effect(["--report", "json=report.json"], isReportWritten, false, true) },
  color: { any: effect(["--no-color"], isColored, true, false) },
  out: { any: effect(["--out", "saved.json"], isSaved, false, true) },
  exitCode: { any: effect(["--exit-code"], exitCode, 0, 2) },
  reassert: { any: effect(["--reassert", "pbxs[0].apiKey"], changes, 1, 2) },
  yes: { apply: effect(["--yes"], problemCodesOfApply, ["needs-yes"], []) },
  importTimeoutSeconds: { apply: effect(["--import-timeout", "7"], waitsForImport, 60_000, 7000) },
  force: { any: effect(["--force"], overwrites, "0 manifests", "2 manifests") },
};

function effect(
  args: readonly string[],
  observe: Effect["observe"],
  without: unknown,
  withOption: unknown,
): Effect {
  return { args, observe, without, with: withOption };
}

/** The commands of the table: `emulator`, which serves until it is interrupted, has a test of its own. */
export const isCalled = (command: CommandName): command is Command => command !== "emulator";
