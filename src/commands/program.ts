import { Command } from "commander";
import type { CommandResult } from "./frame/command-result.ts";
import type { Io } from "./frame/io.ts";
import { wholeNumber, withSharedOptions, type SharedOptions } from "./frame/options.ts";
import type { OutputOptions } from "./frame/print.ts";
import { TOOL_VERSION } from "./frame/tool-version.ts";

/** Told what a command has to say, and how it is wanted. */
export type Report = (result: CommandResult, output: OutputOptions) => void;

/** The command line. Each command's own code is loaded when it is called. */
export function createProgram(io: Io, report: Report): Command {
  const program = new Command("dimctl")
    .description("GitOps for ~.Dimensions.~ customers: tenants, admins and roles from reviewed YAML files.")
    .version(TOOL_VERSION, "-V, --version")
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: () => undefined })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 wrong input, 2 changes, 3 partial, 4 unreachable, 70 internal error.",
    );
  addReading(program, io, report);
  addApply(program, io, report);
  addAccess(program, io, report);
  addEmulator(program, io, report);
  return program;
}

function addReading(program: Command, io: Io, report: Report): void {
  limited(command(program, "validate", "check all manifests; no network, no secrets")).action(
    async (options: SharedOptions) =>
      report(await (await import("./check/validate.ts")).validate(options, io), options),
  );
  limited(command(program, "plan", "show what would change"))
    .option("--out <file>", "save the plan to a file for `dimctl apply`")
    .option("--exit-code", "exit 2 if there are changes")
    .option("--reassert [field...]", "rewrite fields that cannot be verified: all, or only these")
    .action(async (options: SharedOptions) =>
      report(await (await import("./plan/plan.ts")).plan(options, io), options),
    );
  limited(command(program, "drift", "detect drift: live changes not made through git; exit 2 if any")).action(
    async (options: SharedOptions) =>
      report(await (await import("./plan/plan.ts")).drift(options, io), options),
  );
  command(program, "show", "print a saved plan in any format")
    .argument("<plan>", "saved plan file")
    .action(async (file: string, options: SharedOptions) =>
      report(await (await import("./plan/show.ts")).show(file, options, io), options),
    );
  command(program, "import", "write manifests for live customers")
    .option("--force", "overwrite existing manifests")
    .action(async (options: SharedOptions) =>
      report(await (await import("./import/import.ts")).importCustomers(options, io), options),
    );
}

function addApply(program: Command, io: Io, report: Report): void {
  limited(command(program, "apply", "apply a plan wave by wave and verify the result"))
    .argument("[plan]", "saved plan file; only its changes are applied")
    .option("--yes", "skip the confirmation prompt")
    .option("--reassert [field...]", "rewrite fields that cannot be verified: all, or only these")
    .option(
      "--import-timeout <seconds>",
      "how long to wait for imported users (default: 60)",
      wholeNumber(0, 3600),
    )
    .action(async (file: string | undefined, options: SharedOptions) =>
      report(await (await import("./apply/apply.ts")).applyCommand(file, options, io), options),
    );
}

function addAccess(program: Command, io: Io, report: Report): void {
  command(program, "login", "sign in with the browser and store the tokens").action(
    async (options: SharedOptions) =>
      report(await (await import("./account/login.ts")).loginCommand(options, io), options),
  );
  command(program, "logout", "delete the stored tokens").action(async (options: SharedOptions) =>
    report(await (await import("./account/logout.ts")).logout(options, io), options),
  );
  command(program, "doctor", "check everything a run needs: one line per check, with a fix").action(
    async (options: SharedOptions) =>
      report(await (await import("./check/doctor.ts")).doctorCommand(options, io), options),
  );
}

function addEmulator(program: Command, io: Io, report: Report): void {
  program
    .command("emulator")
    .description("serve the emulator on loopback until interrupted")
    .option("--port <n>", "port; 0 for any free port", wholeNumber(0, 65_535), 8080)
    .option("--seed <file>", "initial data (JSON file)")
    .option("--switch <name=value>", "override an emulator behaviour; repeatable", collect)
    .option("--faults <percent>", "percentage of requests that fail", wholeNumber(0, 100))
    .action(async (options: { readonly port: number }) =>
      report(await (await import("./emulator.ts")).emulator(options, io), { format: "text", color: true }),
    );
}

/** An option that may be given several times. */
function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function command(program: Command, name: string, description: string): Command {
  return withSharedOptions(program.command(name).description(description));
}

/** For commands that can be limited to what a pull request has changed. */
function limited(reading: Command): Command {
  return reading.option(
    "--changed-since <rev>",
    "only customers whose merged manifest differs from this git revision",
  );
}
