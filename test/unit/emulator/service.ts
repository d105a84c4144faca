import type { Clock } from "../../../src/model/ports/clock.ts";
import type { Json } from "../../../src/model/json/json.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/emulator.ts";
import type { EmulatorSeed } from "../../../src/emulator/world/seed.ts";
import type { EmulatorState } from "../../../src/emulator/world/state.ts";
import type { Switches } from "../../../src/emulator/switches/switches.ts";

/** 2026-01-05T10:00:00.289Z, and a sleep that only moves the hands. */
function fakeClock(start: number = Date.UTC(2026, 0, 5, 10, 0, 0, 289)): Clock & { pass(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    sleep: async (ms) => {
      now += ms;
    },
  };
}

/** The same numbers in every run (seed 1). */
export function seeded(seed: number = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** JSON of whatever form a test looks for. */
export type Parsed = ReturnType<typeof JSON.parse>;

interface Answer {
  readonly status: number;
  readonly headers: WireResponse["headers"];
  readonly text: string;
  /** The body as JSON; {} when there is none. */
  readonly json: Parsed;
}

/** An emulator and short ways to talk to it. */
export interface Service {
  readonly emulator: Emulator;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly call: (
    method: WireRequest["method"],
    path: string,
    body?: Json,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  /** Creates one; its tenant id. */
  readonly customer: (body?: Record<string, Json>) => Promise<string>;
  readonly user: (tenant: string, email: string, roles?: readonly string[]) => Promise<Answer>;
  readonly roles: (tenant: string, email: string) => Promise<readonly string[]>;
  readonly userId: (tenant: string, email: string) => Promise<string>;
}

export const ADMIN = ["user.admin", "customer.user"];
export const KAZOO = {
  _type: "KazooPbxConnectionProfile",
  name: "Acme Kazoo",
  hostRest: "https://pbx.example",
  accountId: "kazoo-1",
  apiKey: "s3cret",
};

export function service(switches: Partial<Switches> = {}, seed: EmulatorSeed | EmulatorState = {}): Service {
  const clock = fakeClock();
  const emulator = createEmulator({
    switches,
    seed,
    clock,
    random: seeded(),
    baseUrl: "https://api.example",
  });
  const call: Service["call"] = async (method, path, body, headers = {}) => {
    const reply = await emulator.handle({
      method,
      path: `/api/v1.0${path}`,
      headers: {
        authorization: "Bearer t",
        "content-type": "application/json",
        "accept-charges": "true",
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const isJson = reply.headers["content-type"]?.includes("json");
    return {
      status: reply.status,
      headers: reply.headers,
      text: reply.body,
      json: isJson ? JSON.parse(reply.body) : {},
    };
  };
  const userId: Service["userId"] = async (tenant, email) => {
    const { json } = await call("GET", `/customers/${tenant}/users`);
    return json.data.find((row: { email?: string }) => row.email?.toLowerCase() === email)?.id;
  };
  return {
    emulator,
    clock,
    call,
    userId,
    customer: async (body = {}) =>
      (await call("POST", "/customers", { name: "Acme", reference: "ACME-1", ...body })).json.data.id,
    user: async (tenant, email, roles = []) =>
      call("POST", `/customers/${tenant}/users`, { email, displayName: email, roles }),
    roles: async (tenant, email) =>
      (await call("GET", `/customers/${tenant}/users/${await userId(tenant, email)}`)).json.data.roles,
  };
}
