import { expect, test } from "vitest";
import { toPbxId, toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import type { Api } from "../../../src/remote/api.ts";
import { createClient } from "../../../src/remote/client.ts";
import { failureOf, inTurn, refusal, reply, sender, service } from "./fakes.ts";

const T = toTenantId("t1");

function client(answer: (request: WireRequest, n: number) => WireResponse | Error): {
  api: Api;
  lines: () => string[];
} {
  const paper = service(answer);
  return { api: createClient(sender(paper.transport)), lines: () => paper.lines() };
}

test("a create whose data and Location name two objects is lost", async () => {
  const { api } = client(() => reply(201, { data: { id: "a" } }, { location: "/api/v1.0/customers/b" }));
  expect(await failureOf(api.createCustomer({ reference: "R", fields: new Map() }))).toEqual({
    kind: "lost",
    request: {
      method: "POST",
      path: "/api/v1.0/customers",
      status: 201,
      message: "unexpected response body (`id` and `Location` name two objects)",
    },
  });
});

test.each([
  [
    "reports an error",
    { error: 400, message: "no s3cr3t-key", status: "error" },
    "(`error` in a success: no ***)",
  ],
  ["has another status", { status: "failed" }, "(`status` is not `success`)"],
  ["is a page", "<html></html>", "(not JSON); is this the URL of the Dimensions API?"],
])("a write whose 200 %s is not done: it is lost (A16)", async (_what, body, why) => {
  const { api, lines } = client(() => reply(200, body));
  const ops = [{ op: "replace", path: "/apiKey", value: "s3cr3t-key" }] as const;
  const failure = await failureOf(api.patchPbx(T, toPbxId("p1"), ops));
  expect([failure.kind, failure.request.message]).toEqual(["lost", `unexpected response body ${why}`]);
  expect((await failureOf(api.deleteUser(T, toUserId("u1")))).kind).toBe("lost");
  expect((await failureOf(api.createPbx(T, { wireType: "X", fields: new Map() }))).kind).toBe("lost");
  expect(lines().length).toBe(3);
});

test("a patch or delete that is answered with nothing, or 204, is done", async () => {
  const { api } = client(({ method }) => reply(method === "PATCH" ? 200 : 204, ""));
  await api.patchUser(T, toUserId("u1"), [{ op: "replace", path: "/displayName", value: "A" }]);
  await api.deleteUser(T, toUserId("u1"));
});

test("a create that is refused for the load is looked for before it is sent again, and not sent when it is there", async () => {
  const customer = { reference: "R", fields: new Map() };
  const absent = client(inTurn(refusal(429, "slow"), reply(201, { data: { id: "a" } })));
  const looks: string[] = [];
  await absent.api.createCustomer(customer, async () => looks.push("look") > 0);
  expect([absent.lines().length, looks.length]).toEqual([2, 1]);

  const there = client(() => refusal(429, "slow"));
  expect((await failureOf(there.api.createCustomer(customer, async () => false))).kind).toBe("lost");
  expect(there.lines().length).toBe(1);
});

test("a create that is refused is looked for before each other form of it", async () => {
  const fields = new Map([["trialDuration", 30]]);
  const firstPbx = { wireType: "X", fields: new Map() };
  const { api, lines } = client(() => refusal(400, "not valid"));
  const answers = [true, true, false];
  await failureOf(
    api.createCustomer({ reference: "R", fields, firstPbx }, async () => answers.shift() ?? true),
  );
  expect(lines().length).toBe(3);
});
