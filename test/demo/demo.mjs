// The demo: runs the built program on the example manifests against the emulator over HTTP.
// All files are written to a temporary folder, so the working tree stays clean.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIMCTL, startEmulator } from "../support/emulator-process.mjs";

const ROOT = join(import.meta.dirname, "..", "..");

const folder = await mkdtemp(join(tmpdir(), "dimctl-demo-"));
const emulator = await startEmulator();
try {
  const secrets = join(folder, "secrets.env");
  await writeFile(secrets, await madeUpSecrets(), { mode: 0o600 });
  const env = {
    ...process.env,
    DIMENSIONS_API_URL: emulator.url,
    DIMENSIONS_LOGIN_URL: emulator.url,
    DIMENSIONS_ACCESS_TOKEN: "demo-token",
    DIMCTL_STATE_DIR: join(folder, "state"),
  };
  const plan = join(folder, "plan.json");
  await step("1. Plan the changes", ["plan", "--out", plan, "--secrets", secrets], env);
  await step("2. Apply the saved plan", ["apply", plan, "--secrets", secrets], env);
  await step("3. Plan again: no changes", ["plan", "--exit-code", "--secrets", secrets], env);
  say(
    "Now try it yourself: run `npx dimctl plan` and `npx dimctl apply`. The sandbox stores its data in .dimctl/.",
  );
} finally {
  emulator.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A value for every secret that the example manifests name. */
async function madeUpSecrets() {
  const files = (await readdir(join(ROOT, "customers"))).filter((name) => name.endsWith(".yaml"));
  const texts = await Promise.all(files.map((name) => readFile(join(ROOT, "customers", name), "utf8")));
  const names = texts.flatMap((text) => [...text.matchAll(/secret: (\w+)/g)].map((match) => match[1]));
  return [...new Set(names)].map((name) => `${name}=demo-${name.toLowerCase()}\n`).join("");
}

async function step(title, args, env) {
  const shown = args.filter((arg) => !arg.startsWith(folder) && arg !== "--secrets").join(" ");
  say(`${title}:  dimctl ${shown}`);
  const child = spawn(process.execPath, [DIMCTL, ...args], { cwd: ROOT, env, stdio: "inherit" });
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0) throw new Error(`dimctl ${args[0]} failed with exit code ${code}`);
}

function say(text) {
  process.stdout.write(`\n== ${text}\n\n`);
}
