// Runs dimctl with the inputs of the action, and turns its reports into outputs, annotations and the job summary.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process, { env } from "node:process";
import { argumentsOf } from "./arguments.mjs";
import { outputsOf } from "./outputs.mjs";
import { withSecretsFile } from "./secrets.mjs";

const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "dimctl-"));
const files = {
  plan: join(folder, "plan.json"),
  report: join(folder, "report.md"),
  document: join(folder, "document.json"),
  annotations: join(folder, "annotations.txt"),
};

const exitCode = runDimctl();
// The log already ends with the verdict; only the annotation commands of this report are printed.
for (const row of read(files.annotations).split("\n"))
  if (row.startsWith("::")) process.stdout.write(`${row}\n`);
append(env.GITHUB_STEP_SUMMARY, read(files.report).replace(/^<!--.*-->\n+/, ""));
const outputs = outputsOf(exitCode, read(files.document), files, existsSync);
append(
  env.GITHUB_OUTPUT,
  Object.entries(outputs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join(""),
);
// Exit code 2 (changes) is not a failure.
process.exitCode = exitCode === 2 ? 0 : exitCode;

function runDimctl() {
  const cli = join(import.meta.dirname, "..", "..", "..", "dist", "cli.js");
  const secrets = withSecretsFile(env, folder);
  for (const value of secrets.masks) process.stdout.write(`::add-mask::${value.replaceAll("%", "%25")}\n`);
  try {
    const { status, error } = spawnSync(process.execPath, [cli, ...argumentsOf(env, files)], {
      stdio: "inherit",
      env: secrets.env,
    });
    if (error) throw error;
    return status ?? 3;
  } finally {
    secrets.remove();
  }
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function append(path, text) {
  if (path !== undefined && path !== "") appendFileSync(path, text);
}
