import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { guardedFetch, HostError } from "../../../../src/auth/login/guarded-fetch.ts";
import { safeUrl } from "../../../../src/auth/safe-url.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("where a token may go", () => {
  test.for([
    ["https://login.example/connect", true],
    ["http://127.0.0.1:8000", true],
    ["http://127.1.2.3", true],
    ["http://localhost:8080", true],
    ["http://[::1]:8080", true],
    ["http://login.example", false],
    ["http://localhost.evil.example", false],
    ["http://127.0.0.1.evil.example", false],
    ["http://0.0.0.0", false],
    ["https://user:password@login.example", false],
    ["file:///etc/passwd", false],
    ["no address", false],
  ] as const)("%s: %s", ([address, safe]) => {
    expect(safeUrl(address) !== undefined).toBe(safe);
  });
});

describe("the way to the login host", () => {
  test("a redirect is not followed, neither to another origin nor to the same", async () => {
    const reached: string[] = [];
    const other = await serve((request, response) => {
      reached.push(request.url ?? "");
      response.end();
    });
    const first = await serve((_, response) => response.writeHead(307, { location: `${other}/steal` }).end());
    expect((await post(`${first}/connect/token`)).status).toBe(307);
    expect(reached).toEqual([]);
  });

  const rows: readonly (readonly [string, () => Promise<string>, HostError["kind"]])[] = [
    ["http to another machine is not sent", async () => "http://login.example", "unsafe"],
    ["a port where nobody listens was not reached", async () => await serveNothing(), "unreachable"],
    ["a connection that ends without a reply is lost", async () => await serve(breakBefore), "lost"],
    ["a reply that ends in the middle is lost", async () => await serve(breakWithin), "lost"],
    [
      "a 503 is the host failing",
      async () => await serve((_, reply) => reply.writeHead(503).end()),
      "failing",
    ],
  ];

  test.for(rows)("%s", async ([, address, kind]) => {
    const error: unknown = await post(await address()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HostError);
    expect(error).toMatchObject({ kind });
    expect(String(error)).not.toContain("hunter2");
  });
});

async function post(url: string): Promise<Response> {
  return await guardedFetch()(url, {
    method: "POST",
    body: new URLSearchParams({ refresh_token: "hunter2" }),
    headers: {},
    redirect: "manual",
  });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveNothing(): Promise<string> {
  const address = await serve(() => {});
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return address;
}

const breakBefore: RequestListener = (request) => void request.socket.destroy();

const breakWithin: RequestListener = (request, response) => {
  response.writeHead(200, { "content-length": 100 }).write("{", () => request.socket.destroy());
};
