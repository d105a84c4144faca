import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { DiagnosticsError } from "../model/diagnostic.ts";
import { errorCode } from "../model/network/error-code.ts";
import type { Transport, WireRequest } from "../model/ports/wire.ts";
import { TransportFailure } from "../model/ports/wire.ts";
import type { Emulator } from "./emulator.ts";
import { faultyTransport, type FaultOptions } from "./faults/faults.ts";
import { settings } from "./world/settings.ts";

/** Where the emulator listens. */
export interface ServeOptions {
  /** 0: any free port. */
  readonly port: number;
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  /** A connection fault destroys the socket, as it would be seen on the network. */
  readonly faults?: FaultOptions;
}

/** An emulator that listens. */
export interface ServedEmulator {
  /** e.g. `http://127.0.0.1:8080`: what DIMENSIONS_API_URL and DIMENSIONS_LOGIN_URL are set to. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections; resolves when the port is free. */
  close(): Promise<void>;
}

/** The emulator behind HTTP, with keep-alive. A port that is in use is a DiagnosticsError. */
export async function serveEmulator(
  emulator: Pick<Emulator, "transport">,
  options: ServeOptions,
): Promise<ServedEmulator> {
  const host = options.host ?? "127.0.0.1";
  const inner = emulator.transport();
  const transport = options.faults ? faultyTransport(inner, options.faults) : inner;
  const server = createServer((incoming, outgoing) => {
    void exchange(transport, incoming, outgoing);
  });
  const port = await listening(server, options.port, host);
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shown}:${port}`,
    port,
    close: async () => closed(server),
  };
}

/** One request and its response; whatever goes wrong ends in a status or in a broken connection, never in a crash. */
async function exchange(
  transport: Transport,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await readRequest(incoming);
    if (request === "too-large") {
      outgoing.writeHead(413, { connection: "close" }).end();
      return;
    }
    if (request === "bad-method") {
      outgoing.writeHead(405).end();
      return;
    }
    // A client that gives up ends the wait of a fault, so that closing the server waits for nothing.
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const response = await transport(request, gone.signal);
    outgoing.writeHead(response.status, {
      ...response.headers,
      "content-length": Buffer.byteLength(response.body),
    });
    outgoing.end(response.body);
  } catch (error) {
    if (error instanceof TransportFailure || outgoing.headersSent) incoming.socket.destroy();
    else outgoing.writeHead(500, { "content-length": 0 }).end();
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest | "too-large" | "bad-method"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > settings.bodyLimit) return "too-large";
    chunks.push(bytes);
  }
  const method = parseMethod(incoming.method);
  if (method === undefined) return "bad-method";
  const body = Buffer.concat(chunks).toString("utf8");
  return {
    method,
    path: incoming.url ?? "/",
    headers: plainHeaders(incoming),
    ...(size > 0 && { body }),
  };
}

function parseMethod(method: string | undefined): WireRequest["method"] | undefined {
  const methods = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;
  return methods.find((known) => known === method);
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  const rows = Object.entries(incoming.headers);
  return Object.fromEntries(
    rows.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

async function listening(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(cannotListen(port, host, cause)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

function cannotListen(port: number, host: string, cause: Error): DiagnosticsError {
  const inUse = errorCode(cause) === "EADDRINUSE";
  return new DiagnosticsError(
    [
      {
        code: inUse ? "port-in-use" : "cannot-listen",
        severity: "error",
        summary: inUse ? `port ${port} on ${host} is in use` : `cannot listen on ${host}:${port}`,
        hint: "choose another port with `--port`, or 0 for any free port",
      },
    ],
    "input",
    cause,
  );
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
