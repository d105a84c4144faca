import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The program that the workflows find built. */
const DIST = dirname(resolve(process.env["DIMCTL_E2E_CLI"] ?? "dist/cli.js"));

/** A remote, and a person's clone of it. */
export interface Repository {
  readonly clone: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  /** What actions/checkout does: a fetch of a ref into an empty workspace, with the program built beside. */
  readonly checkout: (workspace: string, ref: string, depth: string) => void;
}

/** The repository as it was forked: the workflows of this one, and the files. `env` is what git runs with. */
export function makeRepository(
  root: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Repository {
  const clone = join(root, "clone");
  const remote = join(root, "remote.git");
  const run = (cwd: string, args: readonly string[]): string =>
    execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  const git = (...args: readonly string[]): string => run(clone, args);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  run(root, ["init", "--quiet", "--bare", "-b", "main", remote]);
  run(remote, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  run(root, ["clone", "--quiet", `file://${remote}`, clone]);
  cpSync(".github", join(clone, ".github"), { recursive: true });
  write(".gitignore", "dist\n");
  for (const [path, text] of Object.entries(files)) write(path, text);
  git("checkout", "--quiet", "-B", "main");
  git("add", "-A");
  git("commit", "--quiet", "-m", "The repository as it was forked");
  git("push", "--quiet", "origin", "main");
  const checkout = (workspace: string, ref: string, depth: string): void => {
    run(workspace, ["init", "--quiet", "-b", "main"]);
    run(workspace, ["remote", "add", "origin", `file://${remote}`]);
    run(workspace, ["fetch", "--quiet", ...(depth === "0" ? [] : [`--depth=${depth}`]), "origin", ref]);
    run(workspace, ["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    symlinkSync(DIST, join(workspace, "dist"));
  };
  return { clone, git, write, checkout };
}
