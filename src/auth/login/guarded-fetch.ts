import type { CustomFetch, CustomFetchOptions } from "openid-client";
import { errorCodes } from "../../model/network/error-code.ts";
import { NEVER_SENT_CODES } from "../../model/network/never-sent.ts";
import { TransportFailure } from "../../model/ports/wire.ts";
import { safeUrl } from "../safe-url.ts";

/** What may be given for the global `fetch`: one that goes through a proxy, or a test's. */
export type SendRequest = CustomFetch;

/**
 * Why the login host gave no answer that can be used.
 * `unsafe`: nothing was sent, the address is neither https nor loopback. `unreachable`: nothing was sent, no connection.
 * `lost`: the request may have been carried out, incomplete reply. `failing`: it answered 5xx.
 */
export class HostError extends Error {
  readonly kind: "unsafe" | "unreachable" | "lost" | "failing";
  readonly host: string;

  constructor(kind: HostError["kind"], host: string, detail: string) {
    super(`${host}: ${detail}`);
    this.name = "HostError";
    this.kind = kind;
    this.host = host;
  }
}

/**
 * The one way to the login host. Tokens go only to https (loopback excepted), redirects are never followed, and the reply is read
 * whole, so that a connection that breaks in the middle of it is `lost` too. Throws a HostError; it holds no URL query and no body.
 */
export function guardedFetch(send: SendRequest = plainFetch): CustomFetch {
  return async (address, options) => {
    const url = safeUrl(address);
    if (url === undefined) throw new HostError("unsafe", hostName(address), "neither https nor loopback");
    const reply = await wholeReply(send, url, { ...options, redirect: "manual" });
    if (reply.status >= 500) throw new HostError("failing", url.host, `status ${reply.status}`);
    return reply;
  };
}

/** Node's own fetch. */
export async function plainFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  const { body, signal, ...rest } = options;
  return await fetch(url, { ...rest, body: body ?? null, signal: signal ?? null });
}

async function wholeReply(send: SendRequest, url: URL, init: CustomFetchOptions): Promise<Response> {
  try {
    const { status, headers, body } = await readWhole(await send(url.href, init));
    return new Response(body === "" ? null : body, { status, headers });
  } catch (error) {
    if (error instanceof TransportFailure && error.sent === "no")
      throw new HostError("unreachable", url.host, error.message);
    const code = neverSentCode(error);
    throw code === undefined
      ? new HostError("lost", url.host, "incomplete reply")
      : new HostError("unreachable", url.host, code);
  }
}

async function readWhole(reply: Response): Promise<{ status: number; headers: Headers; body: string }> {
  return { status: reply.status, headers: reply.headers, body: await readBounded(reply) };
}

/** No reply of a login host comes near it; one that has no end would be read for ever. */
const MAX_REPLY_BYTES = 1024 * 1024;

async function readBounded(reply: Response): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  for await (const chunk of reply.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_REPLY_BYTES) throw new Error("the reply is longer than 1 MiB");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const NEVER_SENT = new Set<string>([...NEVER_SENT_CODES, "ERR_TLS_CERT_ALTNAME_INVALID"]);

/** The system's code when it proves that the request never left this machine; everything else may have been carried out. */
function neverSentCode(error: unknown): string | undefined {
  return errorCodes(error).find((code) => NEVER_SENT.has(code));
}

/** The host of an address, without the user name, password, path and query that it may hold. */
export function hostName(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "the login host";
}
