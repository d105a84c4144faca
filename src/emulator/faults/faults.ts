import { defined } from "../../model/json/defined.ts";
import type { Clock, Random } from "../../model/ports/clock.ts";
import { TransportFailure, type Transport, type WireResponse } from "../../model/ports/wire.ts";
import type { Fault, FaultChoice } from "./fault.ts";
import { plannedFault, type FaultPlan } from "./fault-plan.ts";
import { retryAfterHeader } from "./rate-limit.ts";

/** What a faulty transport works with. */
export interface FaultOptions {
  readonly random: Random;
  readonly clock: Clock;
  /** Probabilities, or a choice for each request. */
  readonly plan: FaultPlan | FaultChoice;
}

/** `inner` with faults in front of it and behind it; the same `random` gives the same faults. */
export function faultyTransport(inner: Transport, options: FaultOptions): Transport {
  const { clock } = options;
  const choose =
    typeof options.plan === "function" ? options.plan : plannedFault(options.plan, options.random);
  let n = 0;
  return async (request, signal) => {
    const fault = choose(request, n);
    n += 1;
    if (!fault) return inner(request, signal);
    if (signal?.aborted) throw new TransportFailure("the request was stopped", "no");
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
      return tooMany(fault.retryAfter, fault.retryAfterSeconds, clock.now());
    case "status":
      if (fault.effect) await send();
      return broken(fault.status, fault.retryAfterSeconds);
    case "delay":
      await clock.sleep(fault.delayMs, signal);
      if (signal?.aborted) throw new TransportFailure("the request was stopped", "maybe");
      return send();
    case "refused":
      throw new TransportFailure("connect ECONNREFUSED", "no");
    case "reset":
      if (fault.effect) await send();
      throw new TransportFailure("read ECONNRESET", "maybe");
    case "timeout":
      if (fault.effect) await send();
      await clock.sleep(fault.timeoutMs, signal);
      throw new TransportFailure("the service did not reply in time", "maybe");
  }
}

function tooMany(form: "seconds" | "date" | "absent", retryAfterSeconds: number, now: number): WireResponse {
  const body = { error: 429, message: "Too Many Requests", status: "error" };
  const headers = { "content-type": "application/json; charset=utf-8" };
  return {
    status: 429,
    headers: { ...headers, ...retryAfterHeader(now, form, retryAfterSeconds) },
    body: JSON.stringify(body),
  };
}

/** A proxy between us and the service answers in HTML, not with the envelope. */
function broken(status: number, retryAfterSeconds: number | undefined): WireResponse {
  return {
    status,
    headers: {
      "content-type": "text/html",
      ...defined({ "retry-after": retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds) }),
    },
    body: `<html><body><h1>${status}</h1></body></html>`,
  };
}
