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
      "\nExit codes: 0 done, 1 wrong input, 2 changes, 3 incomplete, 4 unreachable, 70 our bug.",
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
    .option("--out <file>", "save the plan, to be applied as it is")
    .option("--exit-code", "exit 2 when there are changes")
    .option("--reassert [field...]", "write fields that cannot be compared once: all, or these")
    .action(async (options: SharedOptions) =>
      report(await (await import("./plan/plan.ts")).plan(options, io), options),
    );
  limited(
    command(program, "drift", "show what moved that nobody asked for; exit 2 when something did"),
  ).action(async (options: SharedOptions) =>
    report(await (await import("./plan/plan.ts")).drift(options, io), options),
  );
  command(program, "show", "print a saved plan in any format")
    .argument("<plan>", "the file of a saved plan")
    .action(async (file: string, options: SharedOptions) =>
      report(await (await import("./plan/show.ts")).show(file, options, io), options),
    );
  command(program, "import", "write manifests for live customers")
    .option("--force", "write over manifests that exist")
    .action(async (options: SharedOptions) =>
      report(await (await import("./import/import.ts")).importCustomers(options, io), options),
    );
}

function addApply(program: Command, io: Io, report: Report): void {
  limited(command(program, "apply", "carry the plan out, wave by wave, and check it"))
    .argument("[plan]", "the file of a saved plan: only what it says is done")
    .option("--yes", "do not ask")
    .option("--reassert [field...]", "write fields that cannot be compared once: all, or these")
    .option(
      "--import-timeout <seconds>",
      "how long imported people are waited for (default 60)",
      wholeNumber(0, 3600),
    )
    .action(async (file: string | undefined, options: SharedOptions) =>
      report(await (await import("./apply/apply.ts")).applyCommand(file, options, io), options),
    );
}

function addAccess(program: Command, io: Io, report: Report): void {
  command(program, "login", "sign in with the browser and keep the tokens").action(
    async (options: SharedOptions) =>
      report(await (await import("./account/login.ts")).loginCommand(options, io), options),
  );
  command(program, "logout", "drop the stored tokens").action(async (options: SharedOptions) =>
    report(await (await import("./account/logout.ts")).logout(options, io), options),
  );
  command(program, "doctor", "check everything a run needs, a line each with its remedy").action(
    async (options: SharedOptions) =>
      report(await (await import("./check/doctor.ts")).doctorCommand(options, io), options),
  );
}

function addEmulator(program: Command, io: Io, report: Report): void {
  program
    .command("emulator")
    .description("serve the emulator on loopback until interrupted")
    .option("--port <n>", "the port; 0: any", wholeNumber(0, 65_535), 8080)
    .option("--seed <file>", "a JSON file with what is there at the start")
    .option("--switch <name=value>", "result an open question differently; may be repeated", collect)
    .option("--faults <percent>", "so many requests in a hundred fail in some way", wholeNumber(0, 100))
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
    "only customers whose merged manifest differs from this revision",
  );
}
