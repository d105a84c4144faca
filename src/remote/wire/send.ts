import { defined } from "../../model/json/defined.ts";
import type { AccessTokens } from "../../model/ports/access.ts";
import type { Clock, Random } from "../../model/ports/clock.ts";
import type { RequestNote } from "../../model/plan/outcome.ts";
import {
  TransportFailure,
  type Transport,
  type WireRequest,
  type WireResponse,
} from "../../model/ports/wire.ts";
import { ApiError } from "../api.ts";
import { backoffMs, retryAfterMs } from "./backoff.ts";
import { WRITE_HEADERS } from "../codec/contract.ts";
import type { Limiter } from "./limiter.ts";
import { safeText, serviceMessage } from "./service-message.ts";
import { isTrouble, judge, type Attempt } from "./verdict.ts";

/** A request without what every request carries. */
export interface Outgoing {
  readonly method: WireRequest["method"];
  readonly path: string;
  readonly body?: string;
  /** Sending it twice does no harm: true for reads only. */
  readonly idempotent: boolean;
  /** Values in the body that must not come back in an error, when the service echoes them. */
  readonly secrets?: readonly string[];
}

/** Answers with a 2xx reply or throws an ApiError whose kind says what is known of the request's effect. */
export type SendRequest = (request: Outgoing) => Promise<WireResponse>;

/** What a sender works with. */
export interface SenderOptions {
  readonly transport: Transport;
  readonly tokens: AccessTokens;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted: nothing more is sent; what is in flight may finish. */
  readonly signal?: AbortSignal;
  /** Aborted: what is in flight is cut off. */
  readonly hardSignal?: AbortSignal;
  /** Attempts of a request that failed and may be sent again; 429 has three times as many. */
  readonly maxAttempts: number;
  /** e.g. `dimctl/0.1.0` */
  readonly userAgent: string;
  /** Receives every attempt: the request, its outcome and its duration. */
  readonly onRequest?: (note: RequestNote, durationMs: number) => void;
  /** Masks every secret of the run: a service may repeat one that another request has sent. */
  readonly redact?: (text: string) => string;
}

/** The one place from which requests leave: tokens, waiting, sending again and what failures mean are decided here only. */
export function createSender(options: SenderOptions): SendRequest {
  return async (request) => {
    const tries = { failed: 0, throttled: 0, renewed: false };
    for (;;) {
      const { attempt, token } = await attemptOnce(options, request);
      const verdict = judge(attempt, request.idempotent);
      if (verdict.next === "done" && attempt.reply) return attempt.reply;
      const fail = (kind: ApiError["kind"]): ApiError =>
        new ApiError(kind, requestNote(options, request, attempt, token), attempt.failure);
      if (verdict.next === "give-up") throw fail(verdict.kind);
      if (verdict.next === "renew") {
        if (tries.renewed || (await options.tokens.renew(token)) === undefined) throw fail("unauthorised");
        tries.renewed = true;
      }
      if (verdict.next === "again") {
        if (verdict.throttled) tries.throttled += 1;
        else tries.failed += 1;
        const enough = tries.failed >= options.maxAttempts || tries.throttled >= 3 * options.maxAttempts;
        if (enough) throw fail(verdict.kind);
        await waitBeforeNext(options, attempt, tries.failed + tries.throttled);
      }
    }
  };
}

async function attemptOnce(
  options: SenderOptions,
  request: Outgoing,
): Promise<{ attempt: Attempt; token: string }> {
  const slot = await options.limiter.enter(options.signal);
  if (!slot) throw stopped(request);
  let how: "ok" | "trouble" | "neutral" = "neutral";
  try {
    const token = await options.tokens.current();
    // The token may have taken a while: nothing is begun after the signal.
    if (options.signal?.aborted === true || options.hardSignal?.aborted === true) throw stopped(request);
    const begun = options.clock.now();
    const attempt = await exchange(options, request, token);
    how = isTrouble(attempt) ? "trouble" : "ok";
    const pause = askedToWait(options, attempt);
    if (pause !== undefined) options.limiter.pause(pause);
    options.onRequest?.(requestNote(options, request, attempt, token), options.clock.now() - begun);
    return { attempt, token };
  } finally {
    slot.leave(how);
  }
}

async function exchange(options: SenderOptions, request: Outgoing, token: string): Promise<Attempt> {
  try {
    return { reply: await options.transport(wireRequest(options, request, token), options.hardSignal) };
  } catch (error) {
    if (error instanceof TransportFailure) return { failure: error };
    throw error;
  }
}

function wireRequest(options: SenderOptions, request: Outgoing, token: string): WireRequest {
  return {
    method: request.method,
    path: request.path,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "user-agent": options.userAgent,
      ...defined({ "content-type": request.body === undefined ? undefined : "application/json" }),
      ...(request.method === "GET" ? {} : WRITE_HEADERS),
    },
    ...defined({ body: request.body }),
  };
}

/** A `Retry-After` is waited for by the limiter, at the head of everyone's queue; otherwise this request backs off alone. */
async function waitBeforeNext(options: SenderOptions, attempt: Attempt, tries: number): Promise<void> {
  if (askedToWait(options, attempt) !== undefined) return;
  await options.clock.sleep(backoffMs(tries, options.random), options.signal);
}

/** The `Retry-After` of a reply that is no success, in ms. */
function askedToWait(options: SenderOptions, { reply }: Attempt): number | undefined {
  if (!reply || reply.status < 400) return undefined;
  return retryAfterMs(reply.headers["retry-after"], options.clock.now());
}

function requestNote(
  { redact = (text) => text }: SenderOptions,
  request: Outgoing,
  attempt: Attempt,
  token: string,
): RequestNote {
  const message = attemptMessage(attempt, [token, ...(request.secrets ?? [])]);
  return {
    method: request.method,
    path: request.path,
    ...defined({
      status: attempt.reply?.status,
      message: message === undefined ? undefined : redact(message),
    }),
  };
}

/** What the service or the connection said; nothing is read of a reply that is a success. */
function attemptMessage({ failure, reply }: Attempt, secrets: readonly string[]): string | undefined {
  if (failure) return safeText(failure.message, secrets);
  if (reply.status < 300) return undefined;
  return serviceMessage(reply, secrets) ?? ownMessage(reply.status);
}

function ownMessage(status: number): string | undefined {
  if (status >= 300 && status < 400) return "redirects are not followed";
  return status === 401 ? "the access token was refused" : undefined;
}

function stopped(request: Outgoing): ApiError {
  return new ApiError("stopped", {
    method: request.method,
    path: request.path,
    message: "not sent: the run was stopped",
  });
}
