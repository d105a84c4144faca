import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { errorCode } from "../../model/network/error-code.ts";
import { parseLoopbackRedirect } from "../../model/network/loopback.ts";
import { ANSWERED_BEFORE, NOT_HERE, PAGE_HEADERS, renderPage } from "./callback-page.ts";
import type { CallbackPage } from "./callback-page.ts";
import { service } from "../service-diagnostic.ts";

/** The browser's return from the login host. The browser waits until a page is shown. */
export interface Callback {
  /** The address that it was sent to, with code or error, and state. */
  readonly url: URL;
  /** Answers the browser; resolves when it has the page, or has gone. */
  show(page: CallbackPage): Promise<void>;
}

/** Listens on the redirect address for one sign-in. */
export interface CallbackServer extends AsyncDisposable {
  /** As it is registered and sent, with the real port when port 0 was asked for. */
  readonly redirectUri: string;
  /** The first return of a browser. */
  readonly callback: Promise<Callback>;
}

/** The vendor's default redirect address (CONTRACT.md section 2), written exactly so. */
export const DEFAULT_REDIRECT = "http://127.0.0.1:8000";

/**
 * Listens on the loopback address of `redirect` and on nothing else. Throws a DiagnosticsError: kind input when it is no loopback
 * address, kind service when the port is in use.
 */
export async function listenForCallback(redirect: string): Promise<CallbackServer> {
  const address = loopbackAddress(redirect);
  const server = createServer();
  const callback = firstReturn(server, address);
  const port = await listen(server, address);
  const redirectUri = address.port === "0" ? redirect.replace(/:0(?=\/|$)/, `:${port}`) : redirect;
  return { redirectUri, callback, [Symbol.asyncDispose]: async () => await close(server) };
}

function loopbackAddress(redirect: string): URL {
  const url = parseLoopbackRedirect(redirect);
  if (url !== undefined) return url;
  throw new DiagnosticsError([
    {
      code: "redirect-not-loopback",
      severity: "error",
      summary: "the redirect URL of the sign-in must be plain http on this machine",
      hint: `use ${DEFAULT_REDIRECT}, or the loopback URL registered in the portal`,
    },
  ]);
}

async function firstReturn(server: Server, address: URL): Promise<Callback> {
  return await new Promise((resolve) => {
    let answered = false;
    server.on("request", (request, response) => {
      const url = readReturn(request, address);
      if (url === undefined) return void send(response, NOT_HERE);
      if (answered) return void send(response, ANSWERED_BEFORE);
      answered = true;
      resolve({ url, show: async (page) => await send(response, page) });
    });
  });
}

/**
 * The address of a browser's return: a GET of the path with state and with code or error. undefined when it asks for an icon,
 * or a stranger knocks.
 */
function readReturn(request: IncomingMessage, address: URL): URL | undefined {
  if (request.method !== "GET" || !URL.canParse(request.url ?? "", address.origin)) return undefined;
  const url = new URL(request.url ?? "", address.origin);
  const { searchParams } = url;
  const complete = searchParams.has("state") && (searchParams.has("code") || searchParams.has("error"));
  return complete && url.origin === address.origin && url.pathname === address.pathname ? url : undefined;
}

async function send(response: ServerResponse, page: CallbackPage): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once("close", resolve);
    if (response.destroyed) resolve();
    response.writeHead(page.status, PAGE_HEADERS).end(renderPage(page));
  });
}

async function listen(server: Server, address: URL): Promise<number> {
  const host = address.hostname.replaceAll(/[[\]]/g, "");
  const port = address.port === "" ? 80 : Number(address.port);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, address)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : port;
}

function cannotListen(error: Error, address: URL): DiagnosticsError {
  const code = errorCode(error) ?? "unknown reason";
  const inUse = code === "EADDRINUSE";
  return service({
    code: inUse ? "redirect-port-in-use" : "redirect-not-listening",
    summary: inUse
      ? `port ${address.port} is in use; dimctl needs it to receive the sign-in`
      : `dimctl cannot listen on ${address.host} for the sign-in (${code})`,
    hint: "stop the other program (another `dimctl login`?), or choose another redirect URL",
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
