// Builds dimctl in the action's repository unless it is built already, without package scripts and without secrets.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { withoutSecrets } from "./secrets.mjs";

const tool = join(import.meta.dirname, "..", "..", "..");
if (!existsSync(join(tool, "dist", "cli.js"))) {
  npm("ci", "--ignore-scripts", "--no-audit", "--no-fund");
  npm("run", "build");
}

function npm(...args) {
  const { status, error } = spawnSync("npm", args, {
    cwd: tool,
    stdio: "inherit",
    env: withoutSecrets(env),
  });
  if (status !== 0) throw error ?? new Error(`npm ${args[0]} ended with ${status}`);
}
