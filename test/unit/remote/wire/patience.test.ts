import { describe, expect, test } from "vitest";
import type { Wait } from "../../../../src/remote/wire/patience.ts";
import { virtualClock } from "../../../simulation/virtual-clock.ts";
import { failureOf, fakeClock, maybeSent, neverSent, reply, sender, service } from "../fakes.ts";

const READ = { method: "GET", path: "/r", idempotent: true } as const;
const WRITE = { method: "POST", path: "/w", body: "{}", idempotent: false } as const;
const MINUTE = 60_000;

describe("trouble of less than two minutes is ridden out", () => {
  test.each([
    ["503", READ, reply(503)],
    ["502", READ, reply(502)],
    ["504", READ, reply(504)],
    ["429", READ, reply(429)],
    ["429 to a write", WRITE, reply(429)],
    ["a reset", READ, maybeSent()],
    ["a refused connection", READ, neverSent()],
    ["a refused connection of a write", WRITE, neverSent()],
  ])("%s", async (_, request, answer) => {
    const clock = fakeClock();
    const start = clock.now();
    const paper = service(() => (clock.now() - start < 100_000 ? answer : reply(200)));
    const send = sender(paper.transport, { clock, patienceMs: 2 * MINUTE });
    expect((await send(request)).status).toBe(200);
  });
});

test("a service that never answers is given up when the time is over, not later", async () => {
  const clock = fakeClock();
  const start = clock.now();
  const paper = service(() => {
    void clock.sleep(MINUTE / 2);
    return maybeSent();
  });
  const { kind } = await failureOf(sender(paper.transport, { clock, patienceMs: 2 * MINUTE })(READ));
  expect(kind).toBe("unreachable");
  expect(clock.now() - start).toBeLessThanOrEqual(2.5 * MINUTE);
});

test("without patience one attempt is all", async () => {
  const paper = service(() => reply(503));
  await failureOf(sender(paper.transport, { patienceMs: 0 })(READ));
  expect(paper.asked).toHaveLength(1);
});

test("a refusal for the load is no trouble of the service while others succeed", async () => {
  const clock = fakeClock();
  const start = clock.now();
  const paper = service(({ path }) =>
    path === "/other" || clock.now() - start > 5 * MINUTE ? reply(200) : reply(429),
  );
  const send = sender(paper.transport, { clock, patienceMs: MINUTE });
  const others = async (): Promise<void> => {
    for (let n = 0; n < 400; n += 1) await send({ ...READ, path: "/other" });
  };
  const [answer] = await Promise.all([send(READ), others()]);
  expect(answer.status).toBe(200);
});

describe("a wait of more than three seconds is said", () => {
  const heard = async (
    answer: () => ReturnType<typeof reply> | Error,
    requests = 1,
  ): Promise<readonly Wait[]> => {
    const waits: Wait[] = [];
    let asked = 0;
    const clock = virtualClock(Date.UTC(2026, 0, 1));
    const paper = service(() => ((asked += 1) <= requests ? answer() : reply(200)));
    const send = sender(paper.transport, {
      clock,
      patienceMs: 2 * MINUTE,
      onWait: (wait) => waits.push(wait),
    });
    await Promise.all(Array.from({ length: requests }, () => send(READ)));
    return waits;
  };

  test("with its end and its reason", async () => {
    expect(await heard(() => reply(429, "", { "retry-after": "18" }))).toEqual([
      { until: Date.UTC(2026, 0, 1) + 18_000, ms: 18_000, why: "Dimensions asked to slow down (429)" },
    ]);
  });

  test("once, though eight requests wait for it", async () => {
    expect(await heard(() => reply(503, "", { "retry-after": "18" }), 8)).toHaveLength(1);
  });

  test("and not a shorter one", async () => {
    expect(await heard(() => reply(429, "", { "retry-after": "3" }))).toEqual([]);
  });
});

test("a request that was sent and is not sent again is not called `not sent`", async () => {
  const stop = new AbortController();
  const paper = service(() => {
    stop.abort();
    return maybeSent();
  });
  const sent = await failureOf(sender(paper.transport, { signal: stop.signal, patienceMs: MINUTE })(READ));
  expect(sent).toEqual({
    kind: "stopped",
    request: { method: "GET", path: "/r", message: "the run was stopped before a reply came" },
  });
});
