// Runs many seeds of the simulation: node test/simulation/simulate.mjs [--seeds N] [--first N] [--seed N] [--without A,B] [--verbose]
import { availableParallelism } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

if (isMainThread) await main();
else await work();

async function main() {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1000" },
      first: { type: "string", default: "1" },
      seed: { type: "string" },
      without: { type: "string", default: "" },
      verbose: { type: "boolean", default: false },
    },
  });
  const here = fileURLToPath(new URL(".", import.meta.url));
  // Inside the repository, so that the bundle finds the packages and `#schemas`.
  const folder = await mkdtemp(join(here, "../../node_modules/.simulation-"));
  try {
    const bundle = await bundled(here, folder);
    if (values.seed === undefined) await many(bundle, Number(values.first), Number(values.seeds));
    else await one(bundle, Number(values.seed), values.without.split(",").filter(Boolean), values.verbose);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundled(here, folder) {
  const { build } = await import("esbuild");
  const outfile = join(folder, "simulation.mjs");
  await build({
    entryPoints: [join(here, "replay.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return outfile;
}

async function one(bundle, seed, without, isVerbose) {
  const { replay, report } = await import(pathToFileURL(bundle).href);
  const verdict = await replay(seed, without, isVerbose);
  if (isVerbose) console.log(verdict.trace.join("\n"));
  console.log(report(verdict, without));
  if (verdict.violations.length > 0) process.exitCode = 1;
}

async function many(bundle, first, count) {
  const begun = performance.now();
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(count / 50)));
  const total = { seeds: 0, requests: 0, writes: 0, failures: [] };
  await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      share(bundle, first + index, threads, first + count, total),
    ),
  );
  for (const text of total.failures.slice(0, 10)) console.log(text);
  if (total.failures.length > 10)
    console.log(
      `also: ${total.failures
        .slice(10)
        .map((text) => text.split("\n").slice(0, 2).join(" ").slice(0, 160))
        .join("\n      ")}`,
    );
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { seeds, requests, writes, failures } = total;
  console.log(
    `${seeds} seeds from ${first}, ${requests} requests, ${writes} writes, ${seconds} s: ${failures.length} failing`,
  );
  if (failures.length > 0) process.exitCode = 1;
}

function share(bundle, from, step, end, total) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { bundle, from, step, end } });
    worker.on("message", (message) => {
      total.seeds += 1;
      total.requests += message.requests;
      total.writes += message.writes;
      if (message.failure !== undefined) total.failures.push(message.failure);
      if (total.seeds % 1000 === 0) console.error(`${total.seeds} seeds …`);
    });
    worker.on("error", reject);
    worker.on("exit", resolve);
  });
}

async function work() {
  const { bundle, from, step, end } = workerData;
  const { simulate, shrink, report } = await import(pathToFileURL(bundle).href);
  let shrunk = 0;
  for (let seed = from; seed < end; seed += step) {
    const verdict = await simulate(seed);
    let failure;
    if (verdict.violations.length > 0) {
      shrunk += 1;
      const without = shrunk <= 5 ? await shrink(verdict) : [];
      failure = report(verdict, without);
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort.postMessage({ requests: verdict.requests, writes: verdict.writes, failure });
  }
}
