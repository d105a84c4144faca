import { CommanderError } from "commander";
import { makeRedactor, secretsOf } from "../auth/secrets/redact.ts";
import { ProblemsError, type Problem } from "../model/problem.ts";
import { FORMATS, type Format } from "../report/reporters.ts";
import type { Answer } from "./frame/answer.ts";
import { problemsOf } from "./frame/error-problems.ts";
import { EXIT, exitOfError, type ExitCode } from "./frame/exit-code.ts";
import type { Io } from "./frame/io.ts";
import { printAnswer, type Manner } from "./frame/print.ts";
import { createProgram } from "./program.ts";
import { TOOL_VERSION } from "./frame/tool-version.ts";

const REPORT_TO = "https://github.com/dimctl/dimctl/issues/new";

/** One call of dimctl, from its arguments to its exit code. Nothing is thrown: our own bugs are shown with their stack. */
export async function run(world: Io): Promise<ExitCode> {
  const io = withMaskedErrors(world);
  try {
    const { answer, manner } = await callOf(io);
    if (answer) printAnswer(answer, manner, io);
    return answer?.exitCode ?? EXIT.done;
  } catch (error) {
    return fail(error, io);
  }
}

/** Defence in depth: nothing should carry a secret to stderr; should something do, it is masked there. */
function withMaskedErrors(io: Io): Io {
  const { learn, redact } = makeRedactor(secretsOf(io.env));
  return { ...io, learnSecret: learn, redact, stderr: (text) => io.stderr(redact(text)) };
}

interface Call {
  /** undefined: help or version, which is printed already. */
  readonly answer?: Answer;
  readonly manner: Manner;
}

async function callOf(io: Io): Promise<Call> {
  let call: Call = { manner: mannerOf(io.argv) };
  const program = createProgram(io, (answer, manner) => (call = { answer, manner }));
  try {
    await program.parseAsync(io.argv.length === 0 ? ["--help"] : io.argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new ProblemsError([usageProblem(error, io.argv)]);
  }
  return call;
}

function fail(error: unknown, io: Io): ExitCode {
  const problems = problemsOf(error);
  if (problems === undefined) return showBug(error, io);
  const exitCode = exitOfError(error) ?? EXIT.bug;
  const manner = mannerOf(io.argv);
  const answer: Answer = { command: commandOf(io), exitCode, problems, said: { kind: "problems", text: "" } };
  // A person reads problems on stderr; the other formats are documents, and belong to stdout on every path.
  printAnswer(
    answer,
    manner,
    manner.format === "text" ? { ...io, stdout: io.stderr, stdoutIsTerminal: io.stderrIsTerminal } : io,
  );
  return exitCode;
}

/** Our own fault: everything that helps to find it, and where to report it. */
function showBug(error: unknown, io: Io): ExitCode {
  const stack = error instanceof Error ? withCauses(error) : String(error);
  io.stderr(
    `dimctl ${TOOL_VERSION} has a bug; nothing that you did. Please report it at ${REPORT_TO}\n\n${stack}\n`,
  );
  const manner = mannerOf(io.argv);
  if (manner.format !== "text") {
    const problem: Problem = { code: "bug", severity: "error", summary: "dimctl has a bug; see the log" };
    printAnswer(
      {
        command: commandOf(io),
        exitCode: EXIT.bug,
        problems: [problem],
        said: { kind: "problems", text: "" },
      },
      manner,
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
function usageProblem(error: CommanderError, argv: readonly string[]): Problem {
  const [first = "", second] = error.message.split("\n");
  const summary = first.replace(/^error: /, "");
  const hint = second === undefined ? usageHint(error, argv) : second.replaceAll(/[()]/g, "");
  return {
    code: error.code
      .replace(/^commander\./, "")
      .replaceAll(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`),
    severity: "error",
    summary,
    hint,
  };
}

function usageHint(error: CommanderError, [command = ""]: readonly string[]): string {
  if (command.startsWith("-"))
    return "the command comes first, then its options, e.g. dimctl plan --format json";
  if (error.code === "commander.unknownCommand") return "dimctl --help lists the commands";
  return `dimctl ${command} --help says what it takes`;
}

/** The command that was called; `dimctl` where the call does not begin with one. */
function commandOf(io: Io): string {
  const [first = ""] = io.argv;
  const { commands } = createProgram(io, () => undefined);
  return commands.some((command) => command.name() === first) ? first : "dimctl";
}

/** How the answer is wanted, even where the arguments as a whole cannot be understood. */
function mannerOf(argv: readonly string[]): Manner {
  const at = argv.lastIndexOf("--format");
  const joined = argv.findLast((word) => word.startsWith("--format="))?.slice("--format=".length);
  const wanted = joined ?? (at >= 0 ? argv[at + 1] : undefined);
  return {
    format: FORMATS.find((format): format is Format => format === wanted) ?? "text",
    color: !argv.includes("--no-color"),
  };
}
