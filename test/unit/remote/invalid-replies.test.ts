import { expect, test } from "vitest";
import { toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import type { ReadApi } from "../../../src/remote/api.ts";
import { createReadClient } from "../../../src/remote/read-client.ts";
import { data, failureOf, reply, sender, service } from "./fakes.ts";

const T = toTenantId("t1");

function reading(answer: (request: WireRequest) => WireResponse): { readonly read: ReadApi } {
  return { read: createReadClient(sender(service(answer).transport)) };
}

async function idsOf(read: ReadApi): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of read.customers()) ids.push(id);
  return ids;
}

test("a list is empty only when it says so; page_size and status may be left out or null", async () => {
  for (const rest of [
    {},
    { page_size: 0, status: "Success" },
    { page_size: "0", error: null, status: null },
  ]) {
    expect(await reading(() => reply(200, { data: [], ...rest })).read.users(T)).toEqual([]);
  }
});

const NOT_OURS = "; is this the URL of the Dimensions API?";
const LONG = "x".repeat(65_537);
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

test.each([
  ["a page of something else", "<html></html>", `(not JSON)${NOT_OURS}`],
  ["an empty body", "", `(missing or invalid \`data\`)${NOT_OURS}`],
  ["an object without a list", { hello: 1 }, `(missing or invalid \`data\`)${NOT_OURS}`],
  ["a bare list", [], `(not an object)${NOT_OURS}`],
  ["an envelope without data", { page_size: 0, status: "success" }, "(missing or invalid `data`)"],
  ["data that is null", { data: null, status: "success" }, "(missing or invalid `data`)"],
  ["an error beside the data", { data: [], error: 500 }, "(`error` in a success)"],
  [
    "an error instead of the data",
    { error: 500, message: "Oops", status: "error" },
    "(`error` in a success: Oops)",
  ],
  ["a status that is no success", { data: [], status: "error" }, "(`status` is not `success`)"],
  ["a page_size of more items", { data: [], page_size: 12 }, "(`page_size` is not the number of items, 0)"],
  ["half a character", '{"data":[{"id":"\\ud800"}]}', "(a text is not valid Unicode)"],
  ["a text without end", { data: [{ id: "a", name: LONG }] }, "(a text has more than 65536 characters)"],
  ["a prototype", '{"data":[{"id":"a","__proto__":{}}]}', "(a key is `__proto__`)"],
  ["nesting", `{"data":[${deep(40)}]}`, "(nested more than 32 levels deep)"],
  ["nesting without end", "[".repeat(200_000) + "]".repeat(200_000), "(nested more than 32 levels deep)"],
])("%s is an error, not an empty list (A16)", async (_what, body, why) => {
  const { read } = reading(() => reply(200, body));
  for (const call of [idsOf(read), read.users(T), read.pbxs(T)]) {
    const { kind, request } = await failureOf(call);
    const message = request.message?.replace(/^unexpected response body /, "");
    expect([kind, message === `${why}${NOT_OURS}` ? why : message]).toEqual(["invalid", why]);
  }
});

test.each([
  ["null", null, "a customer that is not an object", "a user that is not an object"],
  ["no id", {}, "a customer without `id`", "a user without `id`"],
  ["an id that is a number", { id: 7 }, "a customer with an invalid `id`", "a user with an invalid `id`"],
  [
    "an id with a control character",
    { id: "a\u0000" },
    "a customer with an invalid `id`",
    "a user with an invalid `id`",
  ],
  [
    "an id that leads elsewhere",
    { id: ".." },
    "a customer with an invalid `id`",
    "a user with an invalid `id`",
  ],
])("an item with %s makes the whole list invalid", async (_what, item, customer, user) => {
  const { read } = reading(() => data([{ id: "good", reference: "R" }, item]));
  expect((await failureOf(idsOf(read))).request.message).toBe(`unexpected response body (${customer})`);
  expect((await failureOf(read.users(T))).request.message).toBe(`unexpected response body (${user})`);
});

test.each([
  ["a reference that is a number", { id: "a", reference: 7 }, "a customer with an invalid `reference`"],
  ["a reference that is an object", { id: "a", reference: {} }, "a customer with an invalid `reference`"],
  ["a name that is a list", { id: "a", name: [] }, "a customer with an invalid `name`"],
  ["a switch that is a number", { id: "a", enabled: 1 }, "a customer with an invalid `enabled`"],
  ["features that are a text", { id: "a", features: "none" }, "a customer with an invalid `features`"],
  [
    "a number of agents that is a list",
    { id: "a", features: { agent: [1] } },
    "a customer with an invalid `features.agent`",
  ],
])("a customer with %s is no customer", async (_what, item, why) => {
  const { read } = reading(({ path }) => data(path.includes("customers/") ? { ...item, id: "t1" } : [item]));
  expect((await failureOf(idsOf(read))).request.message).toBe(`unexpected response body (${why})`);
  expect((await failureOf(read.customer(T))).request.message).toBe(`unexpected response body (${why})`);
});

test.each([
  ["roles with a null", { roles: ["customer.user", null] }, "roles"],
  ["roles with a number", { roles: [7] }, "roles"],
  ["roles with an object", { roles: [{ id: "customer.user" }] }, "roles"],
  ["roles with an empty text", { roles: [""] }, "roles"],
  ["roles that are an object", { roles: {} }, "roles"],
  ["roles that are null", { roles: null }, "roles"],
  ["an address that is a list", { email: ["a@b.example"] }, "email"],
  ["isParent that is an object", { isParent: {} }, "isParent"],
])("a user with %s is no user: a role is never dropped", async (_what, rest, key) => {
  const { read } = reading(({ path }) =>
    data(path.endsWith("users") ? [{ id: "u1", ...rest }] : { id: "u1", ...rest }),
  );
  const message = `unexpected response body (a user with an invalid \`${key}\`)`;
  expect((await failureOf(read.users(T))).request.message).toBe(message);
  expect((await failureOf(read.user(T, toUserId("u1")))).request.message).toBe(message);
});

test("a reply about somebody else is an error: by id, or a PBX by its customer", async () => {
  const { read } = reading(({ path }) =>
    data(path.endsWith("pbxs") ? [{ id: "p", tenantId: "t2" }] : { id: "z" }),
  );
  const message = "unexpected response body (another `id` than was asked for)";
  expect((await failureOf(read.customer(T))).request.message).toBe(message);
  expect((await failureOf(read.user(T, toUserId("u1")))).request.message).toBe(message);
  expect((await failureOf(read.pbxs(T))).request.message).toBe(
    "unexpected response body (a PBX of another customer)",
  );
});

test("two items with one id are no list, in whatever case; a PBX may name its customer in another case", async () => {
  const { read } = reading(() => data([{ id: "ab" }, { id: "AB" }]));
  expect((await failureOf(read.users(T))).request.message).toBe(
    "unexpected response body (two items with one `id`)",
  );
  expect((await reading(() => data([{ id: "p", tenantId: "T1" }])).read.pbxs(T)).length).toBe(1);
});

test("an instance check without data does not know; one with an error inside is an error", async () => {
  expect(await reading(() => reply(200, { status: "success" })).read.instance("k")).toEqual({
    state: "unsupported",
  });
  expect((await failureOf(reading(() => reply(200, { error: 1 })).read.instance("k"))).kind).toBe("invalid");
});
