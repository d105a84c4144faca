import type { Dispatcher } from "undici";
// Only the pool and its request: the whole of undici takes twice as long to load, and every command pays for that.
import requestOn from "undici/lib/api/api-request.js";
import Pool from "undici/lib/dispatcher/pool.js";
import { defined } from "../../model/json/defined.ts";
import { NEVER_SENT_CODES } from "../../model/network/never-sent.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { errorCode } from "../../model/network/error-code.ts";
import {
  TransportFailure,
  type Transport,
  type WireRequest,
  type WireResponse,
} from "../../model/ports/wire.ts";
import { serviceUrlDiagnostic } from "./service-url.ts";

/** Where requests go, and how long they may take. */
export interface HttpOptions {
  /** e.g. `https://api.na.myreports.cloud`; a path in it goes before the path of every request. */
  readonly baseUrl: string;
  /** Sockets at most; each carries one request at a time. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** From handing over the request to the last byte of its reply. */
  readonly responseTimeoutMs: number;
}

/** A transport over HTTP with its sockets. */
export interface HttpTransport {
  readonly transport: Transport;
  /** Ends every connection at once; what is in flight fails. */
  close(): Promise<void>;
}

/** No reply of the service comes near it: a page of 1,000 customers is about half a MiB. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/**
 * Requests over HTTP with kept-alive connections. Redirects are handed back as replies, never followed. Throws a
 * DiagnosticsError when a token may not be sent to the address, and TransportFailures from the transport.
 */
export function httpTransport(options: HttpOptions): HttpTransport {
  const diagnostic = serviceUrlDiagnostic(options.baseUrl, "the API URL");
  if (diagnostic) throw new DiagnosticsError([diagnostic]);
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/, "");
  const pool = new Pool(base.origin, {
    connections: options.connections,
    pipelining: 1,
    connect: { timeout: options.connectTimeoutMs },
    // One timer of our own bounds the whole exchange; undici's two bound only its parts.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_REPLY_BYTES,
  });
  return {
    transport: async (request, signal) => exchange(pool, prefix, request, options.responseTimeoutMs, signal),
    close: async () => pool.destroy(),
  };
}

async function exchange(
  pool: Pool,
  prefix: string,
  request: WireRequest,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<WireResponse> {
  const controller = new AbortController();
  const cut = (why: string): void => controller.abort(new TransportFailure(why, "maybe"));
  const stop = (): void => cut("aborted by a signal");
  const timer = setTimeout(() => cut(`no reply within ${timeoutMs / 1000} s`), timeoutMs);
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const reply = await requestOn.call(pool, {
      method: request.method,
      path: prefix + request.path,
      headers: request.headers,
      ...defined({ body: request.body }),
      signal: controller.signal,
    });
    return { status: reply.statusCode, headers: plainHeaders(reply), body: await reply.body.text() };
  } catch (error) {
    // A connection does not fail with a TypeError: that one is our own bug.
    throw error instanceof TypeError ? error : asTransportFailure(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function plainHeaders(reply: Dispatcher.ResponseData): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return plain;
}

/** Failures before a connection is established: the service cannot have seen the request. */
const NEVER_SENT = new Set<string>([
  ...NEVER_SENT_CODES,
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "CERT_NOT_YET_VALID",
  "UNABLE_TO_GET_ISSUER_CERT",
]);

/** Says in a few words what happened to the connection, and whether the request can have arrived. */
export function asTransportFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const code = errorCode(error) ?? "";
  const before = NEVER_SENT.has(code) || code.startsWith("ERR_TLS_") || errorSyscall(error) === "connect";
  const text = error instanceof Error && error.message !== "" ? error.message : "connection failed";
  return new TransportFailure(code === "" ? text : `${text} (${code})`, before ? "no" : "maybe", error);
}

/** Of several addresses tried, the first failure speaks for all. */
function errorSyscall(error: unknown): string {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && "syscall" in one && typeof one.syscall === "string" ? one.syscall : "";
}
