/** A bare remote, clones of it in temporary directories, and stores in those clones. */
import { execFileSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StateDocument, StateStore } from "../../../../src/model/ports/state.ts";
import type { StateContext } from "../../../../src/state/context.ts";
import { gitStore } from "../../../../src/state/git/git-store.ts";
import { parseStateKey } from "../../../../src/state/state-key.ts";
import { contextWith, emptyDirectory } from "../context.ts";

export const KEY = parseStateKey("ab".repeat(32));
export const BRANCH = "dimctl-state";

export const spent = (...spentPlans: string[]): StateDocument => ({
  version: 1,
  environments: { sandbox: { customers: {}, deleted: [], spentPlans } },
});
export const plansIn = (document: StateDocument): readonly string[] =>
  document.environments["sandbox"]?.spentPlans ?? [];

export function run(directory: string, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** A bare remote with one commit on main, and clones of it. */
export async function remoteWithClones(...names: string[]): Promise<{ remote: string; clones: string[] }> {
  const base = await emptyDirectory();
  const remote = join(base, "remote.git");
  run(base, "init", "--quiet", "--bare", "--initial-branch=main", remote);
  const clones = names.map((name) => join(base, name));
  for (const [index, clone] of clones.entries()) {
    run(base, "clone", "--quiet", remote, clone);
    if (index > 0) continue;
    await writeFile(join(clone, "file"), "text\n");
    run(clone, "checkout", "--quiet", "-B", "main");
    run(clone, "add", "file");
    run(clone, "commit", "--quiet", "-m", "first");
    run(clone, "push", "--quiet", "origin", "main");
  }
  return { remote, clones };
}

export function storeIn(
  clone: string,
  context: StateContext = contextWith(),
  key = KEY,
  env: Readonly<Record<string, string | undefined>> = process.env,
): StateStore {
  return gitStore({ remote: "origin", branch: BRANCH, git: { directory: clone, env } }, key, context);
}

/** Variables with which `git` is a script that runs `body`; `$REAL` in it is the real one. */
export async function gitAs(body: string): Promise<Readonly<Record<string, string | undefined>>> {
  const directory = await emptyDirectory();
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  await writeFile(join(directory, "git"), `#!/bin/sh\nREAL=${real}\nHERE=${directory}\n${body}\n`);
  await chmod(join(directory, "git"), 0o755);
  return { ...process.env, PATH: `${directory}:${process.env["PATH"] ?? ""}`, SHIM: directory };
}
