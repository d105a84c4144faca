import type { Clock, Random } from "../model/edges.ts";
import { TransportFailure, type Transport, type WireRequest, type WireResponse } from "../model/wire.ts";
import { planned, type FaultPlan } from "./fault-plan.ts";
import { retryAfterHeader } from "./rate-limit.ts";

/** One thing that goes wrong with one request. */
export type Fault =
  /** 429 before the service does anything; `retryAfter` is the form of the header, `seconds` its time. */
  | {
      readonly kind: "too-many";
      readonly retryAfter: "seconds" | "date" | "absent";
      readonly seconds: number;
    }
  /** A 5xx before the effect (it never happens) or after it (it has happened, and the reply hides it). */
  | {
      readonly kind: "status";
      readonly status: 500 | 502 | 503 | 504;
      readonly effect: boolean;
      /** Seconds of a Retry-After, as a 503 may carry. */
      readonly retryAfter?: number;
    }
  /** The request takes this long on its way; it succeeds all the same. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The connection is refused: certainly nothing was sent. */
  | { readonly kind: "refused" }
  /** The connection breaks before the service has the whole request, or after the change was made. */
  | { readonly kind: "reset"; readonly effect: boolean }
  /** No reply for `ms` (or until the signal ends it), before or after the change was made. */
  | { readonly kind: "timeout"; readonly ms: number; readonly effect: boolean };

/** Decides for the n-th request (from 0) what goes wrong with it; undefined: nothing. */
export type FaultChoice = (request: WireRequest, n: number) => Fault | undefined;

export interface FaultOptions {
  readonly random: Random;
  readonly clock: Clock;
  /** Probabilities, or a choice for each request. */
  readonly plan: FaultPlan | FaultChoice;
}

/** `inner` with faults in front of it and behind it; the same `random` gives the same faults. */
export function faultyTransport(inner: Transport, options: FaultOptions): Transport {
  const { clock } = options;
  const choose = typeof options.plan === "function" ? options.plan : planned(options.plan, options.random);
  let n = 0;
  return async (request, signal) => {
    const fault = choose(request, n);
    n += 1;
    if (!fault) return inner(request, signal);
    if (signal?.aborted) throw new TransportFailure("The request was stopped.", "no");
    return suffer(fault, () => inner(request, signal), clock, signal);
  };
}

async function suffer(
  fault: Fault,
  send: () => Promise<WireResponse>,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<WireResponse> {
  switch (fault.kind) {
    case "too-many":
      return tooMany(fault.retryAfter, fault.seconds, clock.now());
    case "status":
      if (fault.effect) await send();
      return broken(fault.status, fault.retryAfter);
    case "delay":
      await clock.sleep(fault.ms, signal);
      if (signal?.aborted) throw new TransportFailure("The request was stopped.", "maybe");
      return send();
    case "refused":
      throw new TransportFailure("connect ECONNREFUSED", "no");
    case "reset":
      if (fault.effect) await send();
      throw new TransportFailure("read ECONNRESET", "maybe");
    case "timeout":
      if (fault.effect) await send();
      await clock.sleep(fault.ms, signal);
      throw new TransportFailure("The service did not reply in time.", "maybe");
  }
}

function tooMany(form: "seconds" | "date" | "absent", seconds: number, now: number): WireResponse {
  const body = { error: 429, message: "Too Many Requests", status: "error" };
  const headers = { "content-type": "application/json; charset=utf-8" };
  return {
    status: 429,
    headers: { ...headers, ...retryAfterHeader(now, form, seconds) },
    body: JSON.stringify(body),
  };
}

/** What stands between us and the service answers in HTML, not with the envelope. */
function broken(status: number, retryAfter: number | undefined): WireResponse {
  return {
    status,
    headers: {
      "content-type": "text/html",
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    },
    body: `<html><body><h1>${status}</h1></body></html>`,
  };
}
