// Builds dimctl where the action stands, unless that is done. No package's scripts run, and no secret is seen.
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
