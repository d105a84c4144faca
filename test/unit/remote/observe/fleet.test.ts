import { expect, test } from "vitest";
import type { Transport, WireResponse } from "../../../../src/model/ports/wire.ts";
import { observe } from "../../../../src/remote/observe/observe.ts";
import { createReadClient } from "../../../../src/remote/read-client.ts";
import { createLimiter } from "../../../../src/remote/wire/limiter.ts";
import { data, fakeClock, sender, service } from "../fakes.ts";
import { desired, live, observed, type Replies, user } from "./stage.ts";

/** A service whose every reply takes one round: all that is in flight when a round begins is answered at its end. */
function inRounds(answer: (path: string) => WireResponse): {
  transport: Transport;
  count: () => [number, number];
} {
  let waiting: (() => void)[] = [];
  let rounds = 0;
  let requests = 0;
  const round = (): void => {
    rounds += 1;
    for (const go of waiting.splice(0)) go();
  };
  return {
    count: () => [requests, rounds],
    async transport({ path }) {
      requests += 1;
      if (waiting.length === 0) setImmediate(round);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      return answer(path);
    },
  };
}

// customers in Dimensions | manifests | requests: pages + a user list, a PBX list and two GETs for each
test.each([
  [200, 200, 2 + 4 * 200],
  [5000, 200, 6 + 4 * 200],
  [40, 40, 2 + 4 * 40],
])(
  "of %i customers, %i are read with %i requests, 8 at a time, and hardly ever fewer",
  async (all, named, expected) => {
    const fleet = Array.from({ length: all }, (_item, n) => live(`t${n}`, `R${n}`));
    const paper = inRounds((path) => {
      const { pathname, searchParams } = new URL(path, "http://x");
      const from = 1000 * Number(searchParams.get("pageIndex"));
      if (pathname.endsWith("/customers")) return data(fleet.slice(from, from + 1000));
      if (pathname.endsWith("/pbxs")) return data([]);
      if (pathname.endsWith("/users"))
        return data(["a", "b", "c"].map((id) => ({ id, email: `${id}@x.example` })));
      return data({ id: pathname.at(-1), roles: [] });
    });
    const users = [user("a@x.example", { admin: true }), user("b@x.example", { roles: [] })];
    const manifests = fleet.slice(-named).map(({ reference }) => desired(reference, { users, pbxs: [] }));
    const limiter = createLimiter({ max: 8, clock: fakeClock() });
    const api = createReadClient(sender((request) => paper.transport(request), { limiter }));
    let count = 0;
    for await (const { observed: found } of observe(api, manifests, { concurrency: 8, lookup: "list" })) {
      expect(found.state).toBe("present");
      count += 1;
    }
    const [requests, rounds] = paper.count();
    expect([count, requests]).toEqual([named, expected]);
    expect(rounds).toBeLessThanOrEqual((1.25 * requests) / 8);
  },
);

test("a fleet is read side by side, each customer once, and a consumer may leave early", async () => {
  const references = Array.from({ length: 300 }, (_item, n) => `R${n}`);
  const replies: Replies = { list: data(references.map((reference) => live(`t-${reference}`, reference))) };
  for (const reference of references) replies[`customers/t-${reference}/users`] = data([]);
  const all = await observed(
    references.map((reference) => desired(reference)),
    replies,
  );
  expect([Object.keys(all.seen).length, all.asked.length]).toEqual([300, 301]);

  const paper = service(({ path }) => (path.includes("users") ? data([]) : (replies["list"] ?? data([]))));
  const manifests = references.map((reference) => desired(reference));
  const options = { concurrency: 2, lookup: "list" } as const;
  for await (const one of observe(createReadClient(sender(paper.transport)), manifests, options)) {
    expect(one.observed.state).toBe("present");
    break;
  }
  expect(paper.asked.length).toBeLessThan(20);
});
