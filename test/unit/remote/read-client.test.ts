import { expect, test } from "vitest";
import { toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import type { ReadApi } from "../../../src/remote/api.ts";
import { createReadClient } from "../../../src/remote/read-client.ts";
import { data, failureOf, refusal, reply, sender, service } from "./fakes.ts";

const T = toTenantId("t1");

function reading(answer: (request: WireRequest, n: number) => WireResponse): {
  read: ReadApi;
  lines: () => string[];
} {
  const paper = service(answer);
  return { read: createReadClient(sender(paper.transport)), lines: () => paper.lines() };
}

/** A service with `all` customers that answers pages of at most `cap`. */
function paging(all: number, cap: number) {
  const fleet = Array.from({ length: all }, (_item, n) => ({ id: `t${n}`, reference: `R${n}` }));
  return reading(({ path }) => {
    const query = new URL(path, "http://x").searchParams;
    const size = Math.min(cap, Number(query.get("pageSize")));
    const from = Number(query.get("pageIndex")) * size;
    return data(fleet.slice(from, from + size));
  });
}

async function idsOf(read: ReadApi, filter?: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of read.customers(filter)) ids.push(id);
  return ids;
}

test.each([
  ["nobody", 0, 1000, 1],
  ["less than a page", 5, 1000, 2],
  ["a full page", 1000, 1000, 2],
  ["two pages and a bit", 2500, 1000, 3],
  ["a service that caps its pages at 2", 5, 2, 3],
  ["a service that caps its pages at 100", 300, 100, 4],
])("%s: %i customers in pages of %i cost %i requests (A11)", async (_what, all, cap, requests) => {
  const { read, lines } = paging(all, cap);
  expect((await idsOf(read)).length).toBe(all);
  expect(lines().length).toBe(requests);
});

test("a service that ignores paging is asked twice, and nobody is reported twice", async () => {
  const { read, lines } = reading(() => data([{ id: "a" }, { id: "b" }]));
  expect(await idsOf(read)).toEqual(["a", "b"]);
  expect(lines()).toEqual([
    "GET /api/v1.0/customers?pageIndex=0&pageSize=1000",
    "GET /api/v1.0/customers?pageIndex=1&pageSize=1000",
  ]);
});

test("a service that ignores paging and has more than a page is asked once", async () => {
  const { read, lines } = reading(() => data(Array.from({ length: 1200 }, (_item, n) => ({ id: `t${n}` }))));
  expect((await idsOf(read)).length).toBe(1200);
  expect(lines().length).toBe(1);
});

test("a service that refuses the documented page size is asked for less", async () => {
  const { read, lines } = reading(({ path }) => (path.endsWith("1000") ? refusal(400, "no") : data([])));
  expect(await idsOf(read)).toEqual([]);
  expect(lines()[1]).toBe("GET /api/v1.0/customers?pageIndex=0&pageSize=100");
});

test("a filter is encoded, and costs one request", async () => {
  const { read, lines } = reading(() => data([{ id: "a" }]));
  expect(await idsOf(read, "A&B 1")).toEqual(["a"]);
  expect(lines()).toEqual(["GET /api/v1.0/customers?pageIndex=0&pageSize=1000&filter=A%26B%201"]);
});

test("404 and 410 say that an object does not exist (A13); other refusals are errors", async () => {
  expect(await reading(() => refusal(404, "Not Found")).read.customer(T)).toBeUndefined();
  expect(await reading(() => reply(410)).read.user(T, toUserId("u1"))).toBeUndefined();
  const kind = (await failureOf(reading(() => refusal(400, "not valid")).read.customer(T))).kind;
  expect(kind).toBe("refused");
});

test("a service that refuses the instance check does not know it", async () => {
  expect(await reading(() => refusal(404, "Not Found")).read.instance("k")).toEqual({
    state: "unsupported",
  });
});

test("a list that does not end is given up after 10,000 pages", async () => {
  const { read, lines } = reading((_request, n) => data([{ id: `t${n}`, reference: `R${n}` }]));
  expect(await failureOf(idsOf(read))).toMatchObject({
    kind: "refused",
    request: { method: "GET", message: "the list of customers does not end after 10,000 pages" },
  });
  expect(lines()).toHaveLength(10_000);
});
