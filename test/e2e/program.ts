import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The built program, as a person would run it: a child process in a folder of its own. */
const CLI = resolve(process.env["DIMCTL_E2E_CLI"] ?? "dist/cli.js");

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
  /** Called when the process has started; may send it signals. */
  readonly started?: (child: ChildProcess) => void;
}

export interface Place {
  /** The working folder: only `customers/`. */
  readonly folder: string;
  readonly home: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  readonly write: (path: string, content: string | Buffer) => Promise<void>;
  readonly forget: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A temporary folder with these files, a home of its own and nothing else in the environment but `env`. */
export async function makePlace(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), "dimctl-e2e-"));
  const folder = join(root, "work");
  const home = join(root, "home");
  await mkdir(folder, { recursive: true });
  await mkdir(home, { recursive: true });
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) await write(path, content);
  const base = { PATH: process.env["PATH"] ?? "", HOME: home, XDG_STATE_HOME: join(home, "state"), ...env };
  return {
    folder,
    home,
    write,
    run: (args, options = {}) =>
      runProgram(args, { cwd: folder, ...options, env: { ...base, ...options.env } }),
    forget: async () => {
      await rm(home, { recursive: true, force: true });
      await mkdir(home, { recursive: true });
    },
    remove: async () => rm(root, { recursive: true, force: true }),
  };
}

function runProgram(args: readonly string[], { env, input, cwd, started }: RunOptions): Promise<Ran> {
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  if (input !== undefined) child.stdin?.end(input);
  started?.(child);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) =>
      done({
        code,
        signal,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
        ms: performance.now() - start,
      }),
    );
  });
}
