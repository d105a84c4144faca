import type { SendRequest } from "../../auth/login/guarded-fetch.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { defined } from "../../model/json/defined.ts";
import { isLoopbackHost } from "../../model/network/loopback.ts";
import { isTlsUnverified } from "../../model/network/network-hint.ts";
import { proxyFor, type Proxy } from "../../model/network/proxy.ts";
import { httpTransport } from "../../remote/wire/http.ts";
import type { Io } from "../frame/io.ts";

/** The proxy for an address, by the variables of the run. Throws a DiagnosticsError when one of them cannot be used. */
export function chooseProxy(address: string, { env }: Io): Proxy | undefined {
  const proxy = proxyFor(address, env);
  if (proxy === undefined || !("unusable" in proxy)) return proxy;
  throw new DiagnosticsError([
    {
      code: "bad-proxy",
      severity: "error",
      summary: `${proxy.unusable} is not the URL of an http or https proxy`,
      hint: "e.g. http://proxy.example:3128",
    },
  ]);
}

/** What a person is told of NODE_TLS_REJECT_UNAUTHORIZED=0. */
export const TLS_UNVERIFIED = {
  code: "tls-not-verified",
  severity: "error",
  summary: "NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates; no token is sent",
  hint: "unset it; for your own certificate authority, set NODE_EXTRA_CA_CERTS to its PEM file",
} as const;

/** Throws a DiagnosticsError when a token that is sent there could be read on the way. This machine itself is exempt. */
export function assertVerifiedTls(address: string, { env }: Io): void {
  const isHere = URL.canParse(address) && isLoopbackHost(new URL(address).hostname);
  if (!isHere && isTlsUnverified(env)) throw new DiagnosticsError([TLS_UNVERIFIED]);
}

/** No reply of a login host comes near it. */
const MAX_LOGIN_REPLY_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
const RESPONSE_TIMEOUT_MS = 20_000;

/** How requests get to the login host: through the proxy that the variables name for it, else by Node's own fetch (undefined). */
export function loginLine(host: string, io: Io): { readonly send?: SendRequest } {
  assertVerifiedTls(host, io);
  return chooseProxy(host, io) === undefined
    ? {}
    : { send: async (url, options) => sendOnce(url, options, io) };
}

async function sendOnce(
  address: string,
  { method, headers, body, signal }: Parameters<SendRequest>[1],
  io: Io,
): Promise<Response> {
  const { origin, pathname, search } = new URL(address);
  const line = httpTransport({
    baseUrl: origin,
    connections: 1,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    responseTimeoutMs: RESPONSE_TIMEOUT_MS,
    maxReplyBytes: MAX_LOGIN_REPLY_BYTES,
    ...defined({ proxy: chooseProxy(address, io) }),
  });
  try {
    const sent = new Request(address, {
      method,
      headers,
      ...(method === "GET" ? {} : { body: body ?? null }),
    });
    const text = await sent.text();
    const reply = await line.transport(
      {
        method: method === "POST" ? "POST" : "GET",
        path: pathname + search,
        headers: Object.fromEntries(sent.headers),
        ...defined({ body: text === "" ? undefined : text }),
      },
      signal,
    );
    return new Response(reply.body === "" ? null : reply.body, {
      status: reply.status,
      headers: reply.headers,
    });
  } finally {
    await line.close();
  }
}
