import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FILES, ROOT } from "./repository.ts";

/** A fresh clone, built, in which commands of the documents run as they stand there. */
export interface SandboxClone {
  readonly run: (commands: string) => {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  };
  readonly remove: () => void;
}

/** A copy of the working tree in a temporary folder with a git history of its own and nothing of this environment. */
export function makeSandboxClone(): SandboxClone {
  const root = mkdtempSync(join(tmpdir(), "dimctl-docs-"));
  const clone = join(root, "dimctl");
  for (const file of FILES) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file));
  }
  const env = { PATH: `${commandsFolder(root)}:${process.env["PATH"]}`, HOME: root, NO_COLOR: "1" };
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: clone, env, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=D", "-c", "user.email=d@x.example", "commit", "--quiet", "-m", "The repository");
  cpSync(join(ROOT, "dist"), join(clone, "dist"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  return {
    run: (commands) => {
      const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", commands], {
        cwd: clone,
        env,
        encoding: "utf8",
      });
      return { code: status, stdout, stderr };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * Packages are installed already, so `npm ci` does nothing; nor does `npm test`, which is what runs this. `npx dimctl` is the
 * program of the clone without the second that npx takes.
 */
function commandsFolder(root: string): string {
  const folder = join(root, "commands");
  mkdirSync(folder);
  const npm = execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
  const program = join(root, "dimctl", "dist", "cli.js");
  const scripts = {
    npm: `case "$1" in ci | test) exit 0 ;; esac\nexec ${npm} "$@"`,
    npx: `[ "$1" = dimctl ] || exec ${npm} exec -- "$@"\nshift\nexec node ${program} "$@"`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}
