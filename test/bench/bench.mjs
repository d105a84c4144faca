// Requests and time of a plan and an apply over a fleet, beside the arithmetic minimum: requests x latency / concurrency.
// Usage: npm run bench -- [--customers 200] [--latency 20] [--concurrency 8]
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { DIMCTL, startEmulator } from "../support/emulator-process.mjs";

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "200" },
    latency: { type: "string", default: "20" },
    concurrency: { type: "string", default: "8" },
  },
});
const customers = Number(values.customers);
const latency = Number(values.latency);
const concurrency = Number(values.concurrency);

const folder = await mkdtemp(join(tmpdir(), "dimctl-bench-"));
const emulator = await startEmulator(["--switch", `latencyMs=${latency}`]);
try {
  await writeFleet(join(folder, "customers"));
  const env = {
    ...process.env,
    DIMENSIONS_API_URL: emulator.url,
    DIMENSIONS_ACCESS_TOKEN: "bench-token",
    DIMCTL_STATE_DIR: join(folder, "state"),
  };
  console.log(`${customers} customers, ${latency} ms latency, concurrency ${concurrency}\n`);
  console.log("run                     requests  seconds  minimum  ratio");
  await measure("plan, empty service", ["plan"], env);
  await measure("apply", ["apply", "--yes"], env);
  await measure("plan, no changes", ["plan", "--exit-code"], env);
} finally {
  emulator.stop();
  await rm(folder, { recursive: true, force: true });
}

async function writeFleet(target) {
  await mkdir(target);
  const names = Array.from({ length: customers }, (_, index) => String(index).padStart(4, "0"));
  await Promise.all(names.map((name) => writeFile(join(target, `c${name}.yaml`), manifest(name))));
}

/** One PBX, one admin, two users: what a plan asks of a customer that is there is 1 + 1 + 3 requests. */
function manifest(name) {
  return `apiVersion: dimctl/v1
kind: Customer
reference: BENCH-${name}
name: Bench ${name}
description: Customer ${name} of the benchmark
enabled: true
timezone: Europe/Berlin
countryCode: DE
sendNewUserEmail: false
sendConnectWelcomeEmail: false
pbxs:
  - type: other
    wireType: KazooPbxConnectionProfile
    name: PBX ${name}
admins:
  - { email: admin@c${name}.example, displayName: Admin, roles: [customer.user.supervisorl1] }
users:
  - { email: one@c${name}.example, displayName: One, roles: [customer.user.supervisorl1] }
  - { email: two@c${name}.example, displayName: Two, roles: [customer.settings] }
`;
}

async function measure(title, args, env) {
  const all = [...args, "-v", "--format", "json", "--concurrency", String(concurrency)];
  const start = performance.now();
  const child = spawn(process.execPath, [DIMCTL, ...all], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  for await (const chunk of child.stderr) said += chunk;
  const code = await new Promise((done) =>
    child.exitCode === null ? child.on("close", done) : done(child.exitCode),
  );
  const seconds = (performance.now() - start) / 1000;
  const requests = said.split("\n").filter((line) => /^(GET|POST|PATCH|DELETE) \//.test(line)).length;
  const minimum = (requests * latency) / concurrency / 1000;
  const row = [
    title.padEnd(22),
    String(requests).padStart(9),
    seconds.toFixed(2).padStart(8),
    minimum.toFixed(2).padStart(8),
  ];
  console.log(`${row.join(" ")} ${(seconds / minimum).toFixed(2).padStart(6)}`);
  if (code !== 0) throw new Error(`${title}: dimctl ended with ${code}\n${said.slice(-2000)}`);
}
