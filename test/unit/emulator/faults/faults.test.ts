import { describe, expect, test } from "vitest";
import type { Fault } from "../../../../src/emulator/faults/fault.ts";
import { faultyTransport } from "../../../../src/emulator/faults/faults.ts";
import type { FaultPlan } from "../../../../src/emulator/faults/fault-plan.ts";
import { serveEmulator } from "../../../../src/emulator/server.ts";
import type { WireRequest } from "../../../../src/model/ports/wire.ts";
import { seeded, service } from "../service.ts";

const CREATE: WireRequest = {
  method: "POST",
  path: "/api/v1.0/customers",
  headers: { authorization: "Bearer t", "content-type": "application/json", "accept-charges": "true" },
  body: '{"name":"Acme"}',
};

test.each<[string, Fault, unknown, number]>([
  [
    "429",
    { kind: "too-many", retryAfter: "seconds", retryAfterSeconds: 3 },
    { status: 429, headers: { "retry-after": "3" } },
    0,
  ],
  [
    "503 before the effect",
    { kind: "status", status: 503, effect: false, retryAfterSeconds: 2 },
    { status: 503, headers: { "retry-after": "2" } },
    0,
  ],
  ["502 after the effect", { kind: "status", status: 502, effect: true }, { status: 502 }, 1],
  ["a delay", { kind: "delay", delayMs: 50 }, { status: 201 }, 1],
  ["a refused connection", { kind: "refused" }, { sent: "no" }, 0],
  ["a reset before the effect", { kind: "reset", effect: false }, { sent: "maybe" }, 0],
  ["a reset after the effect", { kind: "reset", effect: true }, { sent: "maybe" }, 1],
  ["a timeout before the effect", { kind: "timeout", timeoutMs: 9, effect: false }, { sent: "maybe" }, 0],
  ["a timeout after the effect", { kind: "timeout", timeoutMs: 9, effect: true }, { sent: "maybe" }, 1],
])("%s", async (_title, fault, seen, customers) => {
  const { emulator, clock } = service();
  const transport = faultyTransport(emulator.transport(), { random: seeded(), clock, plan: () => fault });
  expect(await transport(CREATE).catch((error: unknown) => error)).toMatchObject(seen as object);
  expect(Object.keys(emulator.state.customers)).toHaveLength(customers);
});

test("the same seed gives the same faults, and `limit` ends them", async () => {
  const plan: FaultPlan = { tooMany: 0.2, statusAfter: 0.2, resetBefore: 0.3, limit: 5 };
  const run = async (): Promise<readonly string[]> => {
    const { emulator, clock } = service();
    const transport = faultyTransport(emulator.transport(), { random: seeded(7), clock, plan });
    const seen: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      seen.push(
        await transport(CREATE).then(
          (reply) => String(reply.status),
          (error: Error) => error.message,
        ),
      );
    }
    return seen;
  };
  const first = await run();
  expect(first.filter((row) => row !== "201")).toHaveLength(5);
  expect(await run()).toEqual(first);
});

const resetAfter = (): Fault => ({ kind: "reset", effect: true });
const never = (): Fault => ({ kind: "timeout", timeoutMs: 60_000, effect: false });

describe("over HTTP", () => {
  test("a create is answered as in memory, and Location names the server", async () => {
    const { emulator } = service();
    const served = await serveEmulator(emulator, { port: 0 });
    const reply = await fetch(`${served.url}${CREATE.path}`, {
      method: "POST",
      headers: CREATE.headers,
      body: CREATE.body ?? "",
    });
    await served.close();
    expect(reply.status).toBe(201);
    expect(await reply.json()).toMatchObject({ data: { name: "Acme" }, status: "success" });
    expect(reply.headers.get("location")).toMatch(/^https:\/\/api\.example\/api\/v1\.0\/customers\//);
  });

  test("a reset after the effect breaks the connection, and the change was made", async () => {
    const { emulator, clock } = service();
    const served = await serveEmulator(emulator, {
      port: 0,
      faults: { random: seeded(), clock, plan: resetAfter },
    });
    const sent = fetch(`${served.url}${CREATE.path}`, {
      method: "POST",
      headers: CREATE.headers,
      body: CREATE.body ?? "",
    });
    await expect(sent).rejects.toThrow("fetch failed");
    await served.close();
    expect(Object.keys(emulator.state.customers)).toHaveLength(1);
  });

  test("a body above the limit is a 413; a port in use is a problem with a hint", async () => {
    const { emulator } = service();
    const served = await serveEmulator(emulator, { port: 0 });
    const body = "x".repeat(1_048_577);
    const reply = await fetch(`${served.url}${CREATE.path}`, {
      method: "POST",
      headers: CREATE.headers,
      body,
    });
    await expect(serveEmulator(emulator, { port: served.port })).rejects.toThrow(
      `port ${served.port} on 127.0.0.1 is in use`,
    );
    await served.close();
    expect(reply.status).toBe(413);
  });
});

test("a reply that never comes holds up neither the client that gives up nor the server that closes", async () => {
  const { emulator } = service();
  let ended: (() => void) | undefined;
  const waitEnded = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const clock = {
    now: () => 0,
    sleep: async (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal?.addEventListener("abort", () => {
          ended?.();
          resolve();
        });
        giveUp.abort();
      }),
  };
  const giveUp = new AbortController();
  const faults = { random: seeded(), clock, plan: never };
  const served = await serveEmulator(emulator, { port: 0, faults });
  await expect(fetch(served.url, { signal: giveUp.signal })).rejects.toThrow("aborted");
  await waitEnded;
  await served.close();
});
