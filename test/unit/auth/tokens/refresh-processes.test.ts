import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENVIRONMENT } from "./memory-store.ts";
import { HOST, tokenEndpoint } from "./token-endpoint.ts";
import type { TokenEndpoint } from "./token-endpoint.ts";

let folder: string;
let server: Server;
let endpoint: TokenEndpoint;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dimctl-refresh-"));
  await build({
    entryPoints: [new URL("refresh-process.ts", import.meta.url).pathname],
    outfile: join(folder, "process.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  endpoint = tokenEndpoint("root");
  server = createServer((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      const method = request.method ?? "";
      const reply = await endpoint.send(`${HOST.url}${request.url}`, {
        body,
        method,
        headers: {},
        redirect: "manual",
      });
      response.writeHead(reply.status, { "content-type": "application/json" }).end(await reply.text());
    })();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

test("three processes that start at once spend the environment's refresh token once, and share what came for it", async () => {
  const state = join(folder, "state");
  const processes = [1, 2, 3].map(() => startProcess(state));
  await Promise.all(processes.map(async ({ ready }) => await ready));
  for (const { child } of processes) child.stdin?.write("go\n");
  expect(await Promise.all(processes.map(async ({ token }) => await token))).toEqual([
    "access-2",
    "access-2",
    "access-2",
  ]);
  expect(endpoint.spent).toEqual(["root"]);
  expect(await readdir(state)).toEqual(["state.json"]);
  expect((await stat(join(state, "state.json"))).mode & 0o777).toBe(0o600);
});

function startProcess(state: string): {
  child: ChildProcess;
  ready: Promise<string>;
  token: Promise<string>;
} {
  const { port } = server.address() as AddressInfo;
  const args = [join(folder, "process.mjs"), state, `http://127.0.0.1:${port}`, ENVIRONMENT];
  const child = spawn(process.execPath, args, {
    env: {
      DIMENSIONS_CLIENT_ID: "client",
      DIMENSIONS_CLIENT_SECRET: "client-secret",
      DIMENSIONS_REFRESH_TOKEN: "root",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  const ready = line();
  return { child, ready, token: ready.then(async () => await line()) };
}
