import { setMaxListeners } from "node:events";
import type { AccessTokens } from "../model/ports/access.ts";
import type { Clock, Random } from "../model/ports/clock.ts";
import type { RequestNote } from "../model/plan/outcome.ts";
import type { AdminDialect } from "../model/customer/admin-dialect.ts";
import type { Transport } from "../model/ports/wire.ts";
import type { Api, ReadApi } from "./api.ts";
import { createClient } from "./client.ts";
import { httpTransport, type HttpTransport } from "./wire/http.ts";
import { createLimiter } from "./wire/limiter.ts";
import { createReadClient } from "./read-client.ts";
import { createSender } from "./wire/send.ts";

/** What a connection is made of. */
export interface ConnectOptions {
  /** e.g. `https://api.na.myreports.cloud`, or a transport of one's own (an emulator in memory). */
  readonly service: string | Transport;
  /** The enterprise's reseller account. */
  readonly accountId?: string;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly random: Random;
  /** Requests in flight at most, of the whole process. */
  readonly concurrency: number;
  readonly userAgent: string;
  readonly dialect?: AdminDialect;
  /** Aborted: nothing more is sent, what is in flight may finish. */
  readonly signal?: AbortSignal;
  /** Aborted: what is in flight is cut off. */
  readonly hardSignal?: AbortSignal;
  readonly connectTimeoutMs?: number;
  readonly responseTimeoutMs?: number;
  readonly maxAttempts?: number;
  readonly onRequest?: (note: RequestNote, durationMs: number) => void;
  /** Masks every secret of the run in what the service says. */
  readonly redact?: (text: string) => string;
}

/** What went over the line so far; every attempt counts. */
interface ConnectionStats {
  readonly requests: number;
  readonly writes: number;
  /** Requests in flight that the limiter allows now. */
  readonly limit: number;
}

/** The service, ready to be read and written. */
export interface Connection {
  /** Has no method that writes. */
  readonly read: ReadApi;
  write(): Api;
  /** Ends every connection; requests that are still asked for are not sent. */
  close(): Promise<void>;
  stats(): ConnectionStats;
}

const CONNECT_TIMEOUT_MS = 10_000;
const RESPONSE_TIMEOUT_MS = 60_000;
const MAX_ATTEMPTS = 5;

/** Puts transport, limiter, sender and client together for a command. Throws a DiagnosticsError for an address without https. */
export function connect(options: ConnectOptions): Connection {
  const line = createTransport(options);
  const limiter = createLimiter({ max: options.concurrency, clock: options.clock });
  const closed = new AbortController();
  const count = { requests: 0, writes: 0 };
  const send = createSender({
    ...options,
    transport: line.transport,
    limiter,
    maxAttempts: options.maxAttempts ?? MAX_ATTEMPTS,
    signal: combineSignals(closed.signal, options.signal),
    hardSignal: combineSignals(options.hardSignal),
    onRequest(note, durationMs) {
      count.requests += 1;
      if (note.method !== "GET") count.writes += 1;
      options.onRequest?.(note, durationMs);
    },
  });
  let api: Api | undefined;
  return {
    read: createReadClient(send, options),
    write: () => (api ??= createClient(send, options)),
    async close() {
      closed.abort();
      await line.close();
    },
    stats: () => ({ ...count, limit: limiter.limit() }),
  };
}

/** Aborted with the first of them. As many requests may listen to it as there are; Node would warn of more than ten. */
function combineSignals(...signals: (AbortSignal | undefined)[]): AbortSignal {
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
  setMaxListeners(0, signal);
  return signal;
}

function createTransport(options: ConnectOptions): HttpTransport {
  if (typeof options.service !== "string") {
    return { transport: options.service, close: async () => undefined };
  }
  return httpTransport({
    baseUrl: options.service,
    connections: options.concurrency,
    connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    responseTimeoutMs: options.responseTimeoutMs ?? RESPONSE_TIMEOUT_MS,
  });
}
