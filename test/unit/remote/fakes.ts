/** A service, a clock and tokens of paper, for tests of single files. */
import type { AccessTokens } from "../../../src/model/ports/access.ts";
import type { Clock } from "../../../src/model/ports/clock.ts";
import type { RequestNote } from "../../../src/model/plan/outcome.ts";
import {
  TransportFailure,
  type Transport,
  type WireRequest,
  type WireResponse,
} from "../../../src/model/ports/wire.ts";
import { ApiError } from "../../../src/remote/api.ts";
import { createLimiter } from "../../../src/remote/wire/limiter.ts";
import { createSender, type SendRequest, type SenderOptions } from "../../../src/remote/wire/send.ts";

/** A clock that moves only when someone sleeps; `slept` are the waits in ms. */
export function fakeClock(): Clock & { readonly slept: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      slept.push(ms);
      now += ms;
    },
  };
}

export function reply(
  status: number,
  body: unknown = { status: "success" },
  headers: Record<string, string> = {},
): WireResponse {
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export const data = (value: unknown): WireResponse => reply(200, { data: value, status: "success" });
export const refusal = (status: number, message: string): WireResponse =>
  reply(status, { error: status, message, status: "error" });
export const neverSent = (): TransportFailure => new TransportFailure("connect ECONNREFUSED", "no");
export const maybeSent = (): TransportFailure => new TransportFailure("socket hang up", "maybe");

/** Answers with what `answer` says and writes down what it was asked. */
export function service(answer: (request: WireRequest, n: number) => WireResponse | Error): {
  readonly transport: Transport;
  readonly asked: WireRequest[];
  /** e.g. `GET /api/v1.0/customers` */
  lines(): string[];
} {
  const asked: WireRequest[] = [];
  return {
    asked,
    lines: () => asked.map(({ method, path }) => `${method} ${path}`),
    async transport(request) {
      asked.push(request);
      await Promise.resolve();
      const given = answer(request, asked.length);
      if (given instanceof Error) throw given;
      return given;
    },
  };
}

/** Answers one after the other; the last one stays. */
export function inTurn(
  ...answers: (WireResponse | Error)[]
): (request: WireRequest, n: number) => WireResponse | Error {
  return (_request, n) => answers[Math.min(n, answers.length) - 1] ?? reply(500);
}

export const oneToken: AccessTokens = { current: async () => "token-1", renew: async () => undefined };

export function sender(transport: Transport, rest: Partial<SenderOptions> = {}): SendRequest {
  const clock = rest.clock ?? fakeClock();
  return createSender({
    transport,
    tokens: oneToken,
    limiter: createLimiter({ max: 8, clock }),
    clock,
    random: () => 0.5,
    // With waits of 125, 250 and 500 ms: three attempts.
    patienceMs: 400,
    userAgent: "dimctl/test",
    ...rest,
  });
}

/** The ApiError that a call ends with, as kind and note. */
export async function failureOf(call: Promise<unknown>): Promise<{ kind: string; request: RequestNote }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return { kind: error.kind, request: error.request };
    throw error;
  }
  throw new Error("it did not fail");
}
