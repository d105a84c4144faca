import { spawn } from "node:child_process";
import { platform } from "node:os";
import { errorCode } from "../../model/network/error-code.ts";
import { stateError } from "../state-diagnostics.ts";

/** Where git runs and with which environment variables; DIMCTL_* and DIMENSIONS_* are kept from it. */
export interface GitContext {
  /** A directory inside the repository. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What one git command did. `failure` is fit to be shown: no credentials, no control characters, one line. */
export interface GitResult {
  readonly ok: boolean;
  readonly output: Buffer;
  readonly failure: string;
}

const TIMEOUT_MS = 120_000;

/** Runs git without a shell and without ever asking a question. Throws a DiagnosticsError only when git is not installed. */
export function tryGit(
  context: GitContext,
  args: readonly string[],
  input: Uint8Array | string = "",
): Promise<GitResult> {
  const { directory, env } = context;
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      cwd: directory,
      env: gitEnvironment(env),
      stdio: ["pipe", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
      windowsHide: true,
      // Ctrl-C reaches dimctl alone: what is being saved is saved.
      detached: platform() !== "win32",
    });
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
    child.on("error", (error) => reject(notRun(error)));
    child.on("close", (code) => {
      const failure = presentable(Buffer.concat(complaint).toString("utf8"));
      resolve({ ok: code === 0, output: Buffer.concat(output), failure });
    });
    // A git that ends before it has read its input is judged by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** As tryGit, for commands that must succeed: their output. */
export async function git(
  context: GitContext,
  args: readonly string[],
  input: Uint8Array | string = "",
): Promise<Buffer> {
  const result = await tryGit(context, args, input);
  if (result.ok) return result.output;
  throw gitFailed(args[0] ?? "", result.failure);
}

/** The diagnostic of a git command that failed. */
export function gitFailed(command: string, failure: string): Error {
  return stateError(
    "state-git",
    `git ${command} failed for the state branch: ${failure === "" ? "no output" : failure}`,
    "check the remote, the network and the permission to push to the state branch",
  );
}

/** git's complaint on one line of at most 300 characters, without the credentials of a URL and without control characters. */
export function presentable(complaint: string): string {
  return complaint
    .replaceAll(/:\/\/[^\s/'"]*@/gu, "://")
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}

// A hook that runs dimctl sets these for its own repository and index.
const FOREIGN = /^(?:DIMCTL_|DIMENSIONS_|GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|TRACE.*|CURL_VERBOSE)$)/u;

function gitEnvironment(env: GitContext["env"]): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || FOREIGN.test(name) ? [] : [[name, value] as const],
  );
  return {
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes",
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: "0",
    GCM_INTERACTIVE: "never",
    LC_ALL: "C",
    GIT_AUTHOR_NAME: "dimctl",
    GIT_AUTHOR_EMAIL: "dimctl@localhost",
    GIT_COMMITTER_NAME: "dimctl",
    GIT_COMMITTER_EMAIL: "dimctl@localhost",
  };
}

function notRun(error: Error): Error {
  return stateError(
    "state-git-missing",
    `git could not be started (${errorCode(error) ?? error.name})`,
    "install git, or store the state in a file",
    error,
  );
}
