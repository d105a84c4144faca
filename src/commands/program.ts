import { Command } from "commander";
import type { CommandResult } from "./frame/command-result.ts";
import type { Io } from "./frame/io.ts";
import { COMMAND_OPTIONS, type CommandName, type OptionsOf } from "./frame/command-options.ts";
import { createOption } from "./frame/options.ts";
import type { OutputOptions } from "./frame/print.ts";
import { TOOL_VERSION } from "./frame/tool-version.ts";

/** Receives the result of a command and the options for printing it. */
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
  command(program, "validate", "check all manifests; no network, no secrets").action(
    async (options: OptionsOf<"validate">) =>
      report(await (await import("./check/validate.ts")).validate(options, io), options),
  );
  command(program, "plan", "show what will change").action(async (options: OptionsOf<"plan">) =>
    report(await (await import("./plan/plan.ts")).plan(options, io), options),
  );
  command(program, "drift", "detect drift: live changes not made through git; exit 2 if any").action(
    async (options: OptionsOf<"drift">) =>
      report(await (await import("./plan/plan.ts")).drift(options, io), options),
  );
  command(program, "show", "print a saved plan in any format")
    .argument("<plan>", "saved plan file")
    .action(async (file: string, options: OptionsOf<"show">) =>
      report(await (await import("./plan/show.ts")).show(file, options, io), options),
    );
  command(program, "import", "write manifests for live customers").action(
    async (options: OptionsOf<"import">) =>
      report(await (await import("./import/import.ts")).importCustomers(options, io), options),
  );
}

function addApply(program: Command, io: Io, report: Report): void {
  command(program, "apply", "apply a plan wave by wave and verify the result")
    .argument("[plan]", "saved plan file; only its changes are applied")
    .action(async (file: string | undefined, options: OptionsOf<"apply">) =>
      report(await (await import("./apply/apply.ts")).applyCommand(file, options, io), options),
    );
}

function addAccess(program: Command, io: Io, report: Report): void {
  command(program, "login", "sign in with the browser and store the tokens").action(
    async (options: OptionsOf<"login">) =>
      report(await (await import("./account/login.ts")).loginCommand(options, io), options),
  );
  command(program, "logout", "delete the stored tokens").action(async (options: OptionsOf<"logout">) =>
    report(await (await import("./account/logout.ts")).logout(options, io), options),
  );
  command(program, "doctor", "check everything a run needs: one line per check, with a fix").action(
    async (options: OptionsOf<"doctor">) =>
      report(await (await import("./check/doctor.ts")).doctorCommand(options, io), options),
  );
}

function addEmulator(program: Command, io: Io, report: Report): void {
  command(program, "emulator", "serve the emulator on loopback until interrupted").action(
    async (options: OptionsOf<"emulator">) =>
      report(await (await import("./emulator.ts")).emulator(options, io), { format: "text", color: true }),
  );
}

/** A command with the options that it honours; commander refuses every other one. */
function command(program: Command, name: CommandName, description: string): Command {
  const added = program.command(name).description(description);
  for (const option of COMMAND_OPTIONS[name]) added.addOption(createOption(option));
  return added;
}
