import { expect, test } from "vitest";
import { createLimiter } from "../../../../src/remote/wire/limiter.ts";
import {
  failureOf,
  fakeClock,
  inTurn,
  maybeSent,
  neverSent,
  refusal,
  reply,
  sender,
  service,
} from "../fakes.ts";

const READ = { method: "GET", path: "/r", idempotent: true } as const;
const WRITE = { method: "POST", path: "/w", body: "{}", idempotent: false } as const;

test("a write carries the token, the body's type and accept-charges (A8), a read does not", async () => {
  const paper = service(() => reply(200));
  const send = sender(paper.transport);
  await send(WRITE);
  await send({ method: "DELETE", path: "/d", idempotent: false });
  await send(READ);
  const common = { authorization: "Bearer token-1", accept: "application/json", "user-agent": "dimctl/test" };
  expect(paper.asked.map(({ headers }) => headers)).toEqual([
    { ...common, "content-type": "application/json", "accept-charges": "true" },
    { ...common, "accept-charges": "true" },
    common,
  ]);
});

// what happens | read: attempts, end | write: attempts, end. The patience of `sender` is three attempts, of whatever trouble.
test.each([
  ["a reply that never comes", maybeSent(), 3, "unreachable", 1, "lost"],
  ["a connection that is refused", neverSent(), 3, "unreachable", 3, "unreachable"],
  ["500", reply(500), 3, "unreachable", 1, "lost"],
  ["501", reply(501), 1, "refused", 1, "lost"],
  ["503", reply(503), 3, "unreachable", 1, "lost"],
  ["504", reply(504), 3, "unreachable", 1, "lost"],
  ["408", reply(408), 3, "unreachable", 1, "lost"],
  ["429", reply(429), 3, "unreachable", 3, "unreachable"],
  ["400", reply(400), 1, "refused", 1, "refused"],
  ["404", reply(404), 1, "refused", 1, "refused"],
  ["302", reply(302), 1, "refused", 1, "refused"],
  ["401", reply(401, ""), 1, "unauthorised", 1, "unauthorised"],
])(
  "%s ends a read and a write as the table says",
  async (_what, answer, reads, readEnd, writes, writeEnd) => {
    for (const [request, attempts, end] of [
      [READ, reads, readEnd],
      [WRITE, writes, writeEnd],
    ] as const) {
      const paper = service(() => answer);
      expect((await failureOf(sender(paper.transport)(request))).kind).toBe(end);
      expect(paper.asked.length).toBe(attempts);
    }
  },
);

test("a write that was never sent, and one that was answered 429, is sent again", async () => {
  const paper = service(inTurn(neverSent(), reply(429), reply(201)));
  expect((await sender(paper.transport)(WRITE)).status).toBe(201);
  expect(paper.asked.length).toBe(3);
});

test("waits grow, bounded, and a Retry-After is waited for instead", async () => {
  const clock = fakeClock();
  const later = reply(503, "", { "retry-after": "7" });
  const paper = service(inTurn(reply(500), reply(500), later, reply(200)));
  await sender(paper.transport, { clock, patienceMs: 60_000 })(READ);
  expect(clock.slept).toEqual([125, 250, 7000]);
});

test("a 401 renews the token once and sends the write again", async () => {
  const paper = service(inTurn(reply(401, ""), reply(201)));
  let token = "old";
  const tokens = { current: async () => token, renew: async () => (token = "new") };
  await sender(paper.transport, { tokens })(WRITE);
  expect(paper.asked.map(({ headers }) => headers["authorization"])).toEqual(["Bearer old", "Bearer new"]);
});

test("a second 401 ends it as unauthorised", async () => {
  const paper = service(() => reply(401, ""));
  const tokens = { current: async () => "any", renew: async () => "another" };
  expect(await failureOf(sender(paper.transport, { tokens })(READ))).toEqual({
    kind: "unauthorised",
    request: { method: "GET", path: "/r", status: 401, message: "the access token was refused" },
  });
  expect(paper.asked.length).toBe(2);
});

test("an error carries the service's message, without the token and the secrets that were sent", async () => {
  const paper = service(() => refusal(400, "Key 's3cr3t-key' of token-1 is\nnot valid, Bearer abc.def"));
  expect(await failureOf(sender(paper.transport)({ ...WRITE, secrets: ["s3cr3t-key"] }))).toEqual({
    kind: "refused",
    request: {
      method: "POST",
      path: "/w",
      status: 400,
      message: "Key '***' of *** is not valid, Bearer ***",
    },
  });
});

test("nothing is sent after the signal, and what is in flight may finish", async () => {
  const stop = new AbortController();
  const paper = service(() => {
    stop.abort();
    return reply(201);
  });
  const send = sender(paper.transport, { signal: stop.signal });
  expect((await send(WRITE)).status).toBe(201);
  expect(await failureOf(send(WRITE))).toEqual({
    kind: "stopped",
    request: { method: "POST", path: "/w", message: "not sent: the run was stopped" },
  });
  expect(paper.asked.length).toBe(1);
});

test("a request that waits for its turn is stopped by the signal", async () => {
  const stop = new AbortController();
  const limiter = createLimiter({ max: 1, clock: fakeClock() });
  await limiter.enter();
  const waiting = failureOf(
    sender(service(() => reply(200)).transport, { signal: stop.signal, limiter })(READ),
  );
  stop.abort();
  expect((await waiting).kind).toBe("stopped");
});

test("every attempt is told, with its status or what happened to the connection", async () => {
  const notes: unknown[] = [];
  const paper = service(inTurn(maybeSent(), reply(200)));
  await sender(paper.transport, { onRequest: (note) => notes.push(note) })(READ);
  expect(notes).toEqual([
    { method: "GET", path: "/r", message: "socket hang up" },
    { method: "GET", path: "/r", status: 200 },
  ]);
});

test("an error that is not the connection's is thrown as it is, and frees the line", async () => {
  const limiter = createLimiter({ max: 1, clock: fakeClock() });
  const paper = service(inTurn(new TypeError("our bug"), reply(200)));
  const send = sender(paper.transport, { limiter });
  await expect(send(READ)).rejects.toThrow("our bug");
  expect((await send(READ)).status).toBe(200);
});

test("a create whose look takes as long as the limit's round is not refused at each turn", async () => {
  let count = 2;
  const paper = service(() => reply((count += 1) % 3 === 0 ? 429 : 201));
  const look = async (): Promise<boolean> => {
    count += 2;
    return true;
  };
  expect((await sender(paper.transport)({ ...WRITE, mayTryAgain: look })).status).toBe(201);
});
