import { CommanderError } from "commander";
import { makeRedactor, listSecretValues } from "../auth/secrets/redact.ts";
import { DiagnosticsError, type Diagnostic } from "../model/diagnostic.ts";
import { FORMATS, type Format } from "../report/reporters.ts";
import { COMMAND_OPTIONS } from "./frame/command-options.ts";
import type { CommandResult } from "./frame/command-result.ts";
import { errorDiagnostics } from "./frame/error-diagnostics.ts";
import { EXIT, exitOfError, type ExitCode } from "./frame/exit-code.ts";
import type { Io } from "./frame/io.ts";
import { createOption } from "./frame/options.ts";
import { printResult, type OutputOptions } from "./frame/print.ts";
import { createProgram } from "./program.ts";
import { TOOL_VERSION } from "./frame/tool-version.ts";

const REPORT_TO = "https://github.com/dimctl/dimctl/issues/new";

/** One call of dimctl, from its arguments to its exit code. Nothing is thrown: our own bugs are shown with their stack. */
export async function run(world: Io): Promise<ExitCode> {
  const io = withMaskedErrors(world);
  try {
    const { result, output } = await readCall(io);
    if (result) printResult(result, output, io);
    return result?.exitCode ?? EXIT.done;
  } catch (error) {
    return fail(error, io);
  }
}

/** Defence in depth: nothing should carry a secret to stderr; should something do, it is masked there. */
function withMaskedErrors(io: Io): Io {
  const { register, redact } = makeRedactor(listSecretValues(io.env));
  return { ...io, registerSecret: register, redact, stderr: (text) => io.stderr(redact(text)) };
}

interface Call {
  /** undefined: help or version, which is printed already. */
  readonly result?: CommandResult;
  readonly output: OutputOptions;
}

async function readCall(io: Io): Promise<Call> {
  let call: Call = { output: readOutputOptions(io.argv) };
  const program = createProgram(io, (result, output) => (call = { result, output }));
  try {
    await program.parseAsync(io.argv.length === 0 ? ["--help"] : io.argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new DiagnosticsError([usageProblem(error, io.argv)]);
  }
  return call;
}

function fail(error: unknown, io: Io): ExitCode {
  const diagnostics = errorDiagnostics(error);
  if (diagnostics === undefined) return showBug(error, io);
  const exitCode = exitOfError(error) ?? EXIT.bug;
  const output = readOutputOptions(io.argv);
  const result: CommandResult = {
    command: readCommand(io),
    exitCode,
    diagnostics,
    said: { kind: "diagnostics", text: "" },
  };
  // A person reads problems on stderr; the other formats are documents, and belong to stdout on every path.
  printResult(
    result,
    output,
    output.format === "text" ? { ...io, stdout: io.stderr, stdoutIsTerminal: io.stderrIsTerminal } : io,
  );
  return exitCode;
}

/** Our own fault: everything that helps to find it, and where to report it. */
function showBug(error: unknown, io: Io): ExitCode {
  const stack = error instanceof Error ? withCauses(error) : String(error);
  io.stderr(`dimctl ${TOOL_VERSION}: unexpected error; please report it at ${REPORT_TO}\n\n${stack}\n`);
  const output = readOutputOptions(io.argv);
  if (output.format !== "text") {
    const diagnostic: Diagnostic = {
      code: "bug",
      severity: "error",
      summary: "unexpected error; see the log and please report it",
    };
    printResult(
      {
        command: readCommand(io),
        exitCode: EXIT.bug,
        diagnostics: [diagnostic],
        said: { kind: "diagnostics", text: "" },
      },
      output,
      io,
    );
  }
  return EXIT.bug;
}

function withCauses(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by: ${withCauses(error.cause)}` : stack;
}

/** commander says `error: …` and, on a second line, `(Did you mean …?)`. */
function usageProblem(error: CommanderError, argv: readonly string[]): Diagnostic {
  const [first = "", second] = error.message.split("\n");
  const hint = usageHint(error, argv, second === undefined ? undefined : spellingHint(second));
  return {
    code: error.code
      .replace(/^commander\./, "")
      .replaceAll(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`),
    severity: "error",
    summary: usageSummary(first),
    hint,
  };
}

/** commander's sentence in our form: values in double quotes, identifiers in backticks. */
function usageSummary(sentence: string): string {
  return sentence
    .replace(/^error: /, "")
    .replace(/^option '(.*)' argument '(.*)' is invalid\. (.*)\.$/, "invalid value \"$2\" for '$1': $3")
    .replace(": Allowed choices are ", "; allowed values: ")
    .replace(/ argument missing$/, " requires an argument")
    .replaceAll(/'([^']*)'/g, "`$1`");
}

/** `(Did you mean one of --out, --only?)` in our form. */
function spellingHint(line: string): string {
  const names = line.replace(/^\(Did you mean (?:one of )?(.*)\?\)$/, "$1").split(", ");
  return `did you mean ${names.map((name) => `\`${name}\``).join(" or ")}?`;
}

function usageHint(
  error: CommanderError,
  [command = ""]: readonly string[],
  suggestion: string | undefined,
): string {
  if (command.startsWith("-"))
    return "put the command first, then its options, e.g. `dimctl plan --format json`";
  if (error.code === "commander.unknownCommand")
    return suggestion ?? "run `dimctl --help` to list the commands";
  const help = `run \`dimctl ${command} --help\` to list its options`;
  const others = commandsWith(error);
  return others === undefined ? (suggestion ?? help) : `it is an option of ${others}; ${help}`;
}

/** The other commands that take an option which this one refuses. */
function commandsWith(error: CommanderError): string | undefined {
  const flag = /unknown option '([^'=]+)/.exec(error.message)?.[1];
  if (error.code !== "commander.unknownOption" || flag === undefined) return undefined;
  const names = Object.entries(COMMAND_OPTIONS)
    .filter(([, options]) =>
      options.some((name) => [createOption(name).long, createOption(name).short].includes(flag)),
    )
    .map(([name]) => name);
  return names.length === 0 ? undefined : names.join(", ");
}

/** The command that was called; `dimctl` where the call does not begin with one. */
function readCommand(io: Io): string {
  const [first = ""] = io.argv;
  const { commands } = createProgram(io, () => undefined);
  return commands.some((command) => command.name() === first) ? first : "dimctl";
}

/** How the result is wanted, even where the arguments as a whole cannot be understood. */
function readOutputOptions(argv: readonly string[]): OutputOptions {
  const at = argv.lastIndexOf("--format");
  const joined = argv.findLast((word) => word.startsWith("--format="))?.slice("--format=".length);
  const wanted = joined ?? (at >= 0 ? argv[at + 1] : undefined);
  return {
    format: FORMATS.find((format): format is Format => format === wanted) ?? "text",
    color: !argv.includes("--no-color"),
  };
}
