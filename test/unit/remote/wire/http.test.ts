import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import { TransportFailure, type WireRequest } from "../../../../src/model/ports/wire.ts";
import { asTransportFailure, httpTransport, type HttpTransport } from "../../../../src/remote/wire/http.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const WRITE: WireRequest = {
  method: "POST",
  path: "/x?y=1",
  headers: { "accept-charges": "true" },
  body: "{}",
};

async function served(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  closing.push(() => server.closeAllConnections());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, server };
}

function client(baseUrl: string, responseTimeoutMs = 20_000): HttpTransport {
  const http = httpTransport({ baseUrl, connections: 2, connectTimeoutMs: 5000, responseTimeoutMs });
  closing.push(async () => http.close());
  return http;
}

async function failure(call: Promise<unknown>): Promise<TransportFailure> {
  return call.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => {
      if (error instanceof TransportFailure) return error;
      throw error;
    },
  );
}

test("a request goes out as it is, and its reply comes back as data", async () => {
  const { url } = await served((request, response) => {
    const seen = [request.method, request.url, request.headers["accept-charges"]].join(" ");
    response.writeHead(201, { Location: "/x/7" }).end(seen);
  });
  const reply = await client(`${url}/prefix/`).transport(WRITE);
  expect(reply).toMatchObject({
    status: 201,
    headers: { location: "/x/7" },
    body: "POST /prefix/x?y=1 true",
  });
});

test("a redirect is a reply, not a way to go", async () => {
  const { url } = await served((_request, response) => {
    response.writeHead(302, { Location: "http://127.0.0.1:1/" }).end();
  });
  expect((await client(url).transport(WRITE)).status).toBe(302);
});

test("connections are kept and used again", async () => {
  const ports = new Set<number | undefined>();
  const { url } = await served((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  const { transport } = client(url);
  for (let n = 0; n < 8; n += 1) await transport(WRITE);
  expect(ports.size).toBeLessThanOrEqual(2);
});

test("a port where nobody listens: certainly not sent", async () => {
  const { url, server } = await served(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  expect((await failure(client(url).transport(WRITE))).sent).toBe("no");
});

test("a host that does not speak TLS: certainly not sent", async () => {
  const server = createSocketServer((socket) =>
    socket.on("error", () => undefined).end("HTTP/1.1 400 Bad\r\n\r\n"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  expect((await failure(client(`https://127.0.0.1:${port}`).transport(WRITE))).sent).toBe("no");
});

test("a reply that does not come, and a connection that breaks: perhaps carried out", async () => {
  const broken = await served((request) => request.socket.destroy());
  expect((await failure(client(broken.url).transport(WRITE))).sent).toBe("maybe");
  const silent = await served(() => undefined);
  const late = await failure(client(silent.url, 50).transport(WRITE));
  expect([late.sent, late.message]).toEqual(["maybe", "no reply within 0.05 s"]);
});

test("a signal cuts off what is in flight: perhaps carried out", async () => {
  const stop = new AbortController();
  const { url } = await served(() => stop.abort());
  const cut = await failure(client(url).transport(WRITE, stop.signal));
  expect([cut.sent, cut.message]).toEqual(["maybe", "aborted by a signal"]);
});

test("a token is not sent without encryption to another machine", () => {
  expect(() => client("http://api.example")).toThrow(DiagnosticsError);
});

test.each([
  ["ENOTFOUND", "no"],
  ["UND_ERR_CONNECT_TIMEOUT", "no"],
  ["CERT_HAS_EXPIRED", "no"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "no"],
  ["ECONNRESET", "maybe"],
  ["UND_ERR_SOCKET", "maybe"],
])("%s: sent %s", (code, sent) => {
  expect(asTransportFailure(Object.assign(new Error("failed"), { code }))).toMatchObject({
    sent,
    message: `failed (${code})`,
  });
});
