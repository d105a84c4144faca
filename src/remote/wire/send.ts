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
import { envelopeFlaw, flawMessage } from "./envelope.ts";
import { retryAfterMs } from "./backoff.ts";
import { createPatience, whyWaiting, type Wait } from "./patience.ts";
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
  /** Asked before a write that was refused for the load is sent again: not when it was carried out all the same. */
  readonly mayTryAgain?: () => Promise<boolean>;
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
  /** How long a request is sent again while the service is in trouble, from its first attempt. */
  readonly patienceMs: number;
  /** e.g. `dimctl/0.1.0` */
  readonly userAgent: string;
  /** Receives every attempt: the request, its outcome and its duration. */
  readonly onRequest?: (note: RequestNote, durationMs: number) => void;
  /** Told of every wait of more than three seconds before a request is sent again; of waits at the same time once. */
  readonly onWait?: (wait: Wait) => void;
  /** Masks every secret of the run: a service may repeat one that another request has sent. */
  readonly redact?: (text: string) => string;
}

/** The one place from which requests leave: tokens, waiting, sending again and what failures mean are decided here only. */
export function createSender(options: SenderOptions): SendRequest {
  const patience = createPatience(options);
  return async (request) => {
    const trouble = patience.begin();
    let renewed = false;
    let wasSent = false;
    let refusals = 0;
    for (;;) {
      const { attempt, token } = await attemptOnce(options, request, wasSent);
      wasSent = true;
      const verdict = judge(attempt, request.idempotent);
      if (verdict.next === "done" && attempt.reply) {
        patience.succeed();
        return attempt.reply;
      }
      const fail = (kind: ApiError["kind"]): ApiError =>
        new ApiError(kind, requestNote(options, request, attempt, token), attempt.failure);
      if (verdict.next === "give-up") throw fail(verdict.kind);
      if (verdict.next === "renew") {
        if (renewed || (await options.tokens.renew(token)) === undefined) throw fail("unauthorised");
        renewed = true;
      }
      if (verdict.next === "again") {
        const asked = askedToWait(options, attempt);
        const ms = trouble.nextWait(verdict.throttled, asked);
        if (ms === undefined) throw fail(verdict.kind);
        patience.announce(ms, whyWaiting(attempt));
        // The limiter waits out a `Retry-After`, at the head of everyone's queue; otherwise this request backs off alone.
        if (asked === undefined) await options.clock.sleep(ms, options.signal);
        if (verdict.throttled && !(await isStillAbsent(request, (refusals += 1)))) throw fail("lost");
      }
    }
  };
}

/** Looks twice every other time: else a look as long as the limit's round brings the create back to the same place each time. */
async function isStillAbsent({ mayTryAgain }: Outgoing, refusals: number): Promise<boolean> {
  const looks = refusals % 2 === 0 ? 2 : 1;
  for (let look = 0; look < looks; look += 1) if ((await mayTryAgain?.()) === false) return false;
  return true;
}

async function attemptOnce(
  options: SenderOptions,
  request: Outgoing,
  wasSent: boolean,
): Promise<{ attempt: Attempt; token: string }> {
  const slot = await options.limiter.enter(options.signal);
  if (!slot) throw stopped(request, wasSent);
  let how: "ok" | "trouble" | "neutral" = "neutral";
  try {
    const token = await options.tokens.current();
    // The token may have taken a while: nothing is begun after the signal.
    if (options.signal?.aborted === true || options.hardSignal?.aborted === true)
      throw stopped(request, wasSent);
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

/** What the service or the connection said; of a success only why it is none (A16). */
function attemptMessage({ failure, reply }: Attempt, secrets: readonly string[]): string | undefined {
  if (failure) return safeText(failure.message, secrets);
  if (reply.status >= 300) return serviceMessage(reply, secrets) ?? ownMessage(reply.status);
  const why = envelopeFlaw(reply);
  return why === undefined ? undefined : flawMessage(reply, withServiceMessage(why, reply, secrets));
}

function withServiceMessage(why: string, reply: WireResponse, secrets: readonly string[]): string {
  const said = serviceMessage(reply, secrets);
  return said === undefined ? why : `${why}: ${said}`;
}

function ownMessage(status: number): string | undefined {
  if (status >= 300 && status < 400) return "redirects are not followed";
  return status === 401 ? "the access token was refused" : undefined;
}

function stopped(request: Outgoing, wasSent: boolean): ApiError {
  return new ApiError("stopped", {
    method: request.method,
    path: request.path,
    message: wasSent ? "the run was stopped before a reply came" : "not sent: the run was stopped",
  });
}
