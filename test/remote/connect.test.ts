import { expect, test } from "vitest";
import { toTenantId } from "../../src/model/ids.ts";
import { ProblemsError } from "../../src/model/problem.ts";
import type { Transport } from "../../src/model/wire.ts";
import { connect, type ConnectOptions, type Connection } from "../../src/remote/connect.ts";
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
  expect(() => connected("http://api.example")).toThrow(ProblemsError);
});
