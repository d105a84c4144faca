import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { toTenantId } from "../../../src/model/ids.ts";
import { DiagnosticsError } from "../../../src/model/diagnostic.ts";
import type { Transport } from "../../../src/model/ports/wire.ts";
import { connect, type ConnectOptions, type Connection } from "../../../src/remote/connect.ts";
import { data, failureOf, fakeClock, inTurn, oneToken, reply, service } from "./fakes.ts";

const T = toTenantId("t1");

function connected(to: string | Transport, rest: Partial<ConnectOptions> = {}): Connection {
  const clock = fakeClock();
  const base = { tokens: oneToken, clock, random: () => 0.5, concurrency: 4, userAgent: "dimctl/test" };
  return connect({ service: to, ...base, ...rest });
}

test("counts every attempt, and the writes among them", async () => {
  const line = connected(service(inTurn(reply(500), data([]), reply(200))).transport);
  await line.read.users(T);
  await line.write().deleteCustomer(T);
  expect(line.stats()).toEqual({ requests: 3, writes: 1, limit: 4 });
});

test("one limit serves reads and writes: it falls when the service is in trouble", async () => {
  const line = connected(service(inTurn(reply(503), data([]))).transport);
  await line.read.users(T);
  expect(line.stats().limit).toBe(2);
});

test("what one write has learnt of the service, the next write uses", () => {
  const line = connected(service(() => data([])).transport);
  expect(line.write()).toBe(line.write());
});

test("after close nothing is sent", async () => {
  const paper = service(() => data([]));
  const line = connected(paper.transport);
  await line.close();
  expect((await failureOf(line.read.users(T))).kind).toBe("stopped");
  expect(paper.asked).toEqual([]);
});

test("an address without https is refused before anything is sent", () => {
  expect(() => connected("http://api.example")).toThrow(DiagnosticsError);
});

test("however many requests wait and are in flight, Node has nothing to warn of", async () => {
  const warnings: string[] = [];
  const heard = (warning: Error): number => warnings.push(warning.message);
  process.on("warning", heard);
  const [stop, hard] = [new AbortController(), new AbortController()];
  const { url, close } = await slowServer();
  const options = { concurrency: 20, signal: stop.signal, hardSignal: hard.signal };
  const line = connected(url, options);
  await Promise.all(Array.from({ length: 60 }, async () => line.read.users(T)));
  await new Promise(setImmediate);
  process.off("warning", heard);
  await line.close();
  close();
  expect(warnings).toEqual([]);
});

/** Answers twenty at a time, so that twenty are in flight at once. */
async function slowServer(): Promise<{ url: string; close: () => void }> {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    waiting.push(response);
    if (waiting.length === 20) for (const one of waiting.splice(0)) one.end('{"data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, close };
}
