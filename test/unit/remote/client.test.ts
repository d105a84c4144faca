import { expect, test } from "vitest";
import { toPbxId, toRoleId, toTenantId, toUserId } from "../../../src/model/ids.ts";
import type { Json } from "../../../src/model/json/json.ts";
import type { WireRequest, WireResponse } from "../../../src/model/ports/wire.ts";
import type { Api } from "../../../src/remote/api.ts";
import { createClient } from "../../../src/remote/client.ts";
import { createReadClient } from "../../../src/remote/read-client.ts";
import { failureOf, refusal, reply, sender, service } from "./fakes.ts";

const T = toTenantId("t/1");
const USER = toUserId("u 1");
const PBX = toPbxId("p1");
const roles = (...ids: string[]) => ids.map((id) => toRoleId(id));

/** A client and what it sent: `METHOD path` and the body. */
function client(
  answer: (request: WireRequest, body: string) => WireResponse,
  accountId?: string,
): { api: Api; sent: [string, Json][] } {
  const sent: [string, Json][] = [];
  const paper = service((request) => {
    sent.push([`${request.method} ${request.path}`, JSON.parse(request.body ?? "null")]);
    return answer(request, request.body ?? "");
  });
  return { api: createClient(sender(paper.transport), accountId === undefined ? {} : { accountId }), sent };
}

const CREATED = reply(201, { data: { id: "new" } });
const FIRST_PBX = {
  wireType: "KazooPbxConnectionProfile",
  fields: new Map<string, Json>([
    ["name", "K"],
    ["apiKey", "s3cr3t-key"],
  ]),
};
const PBX_BODY = { _type: "KazooPbxConnectionProfile", name: "K", apiKey: "s3cr3t-key" };
const TRIAL = new Map<string, Json>([
  ["name", "Acme"],
  ["features.agent", 5],
  ["features.device", 2],
  ["trialDuration", 30],
]);

test("every write has its path and body", async () => {
  const { api, sent } = client(() => CREATED);
  await api.createCustomer({ reference: "R", fields: TRIAL, firstPbx: FIRST_PBX });
  await api.patchCustomer(T, [{ op: "replace", path: "/enabled", value: false }]);
  await api.deleteCustomer(T);
  await api.createPbx(T, FIRST_PBX);
  await api.patchPbx(T, PBX, [{ op: "replace", path: "/name", value: "L" }]);
  await api.deletePbx(T, PBX);
  await api.createUser(T, { email: "a@b.example", displayName: "A", roles: roles("customer.user") });
  await api.patchUser(T, USER, [{ op: "add", path: "/roles/-", value: "customer.user.acd" }]);
  await api.deleteUser(T, USER);
  expect(sent).toEqual([
    [
      "POST /api/v1.0/customers",
      {
        reference: "R",
        name: "Acme",
        features: { agent: 5, device: 2 },
        trialDuration: 30,
        pbxConnectionProfile: PBX_BODY,
      },
    ],
    ["PATCH /api/v1.0/customers/t%2F1", [{ op: "replace", path: "/enabled", value: false }]],
    ["DELETE /api/v1.0/customers/t%2F1", null],
    ["POST /api/v1.0/customers/t%2F1/pbxs", PBX_BODY],
    ["PATCH /api/v1.0/customers/t%2F1/pbxs/p1", [{ op: "replace", path: "/name", value: "L" }]],
    ["DELETE /api/v1.0/customers/t%2F1/pbxs/p1", null],
    [
      "POST /api/v1.0/customers/t%2F1/users",
      { email: "a@b.example", displayName: "A", roles: ["customer.user"] },
    ],
    [
      "PATCH /api/v1.0/customers/t%2F1/users/u%201",
      [{ op: "add", path: "/roles/-", value: "customer.user.acd" }],
    ],
    ["DELETE /api/v1.0/customers/t%2F1/users/u%201", null],
  ]);
});

test("inside an account every path but the instance check is below the account", async () => {
  const { api, sent } = client(() => reply(200, { data: { id: "new", exists: false } }), "a 1");
  await api.customer(T);
  await api.instance("k&1");
  expect(sent.map(([line]) => line)).toEqual([
    "GET /api/v1.0/accounts/a%201/customers/t%2F1",
    "GET /api/v1.0/pbxs?instanceId=k%261",
  ]);
});

test("what a create answered is handed back, with the request that did it", async () => {
  const { api } = client(() =>
    reply(201, { data: { id: "u9", email: "A@b.example", roles: ["customer.user"] } }),
  );
  expect(await api.createUser(T, { email: "a@b.example", displayName: "A", roles: [] })).toEqual({
    live: {
      id: "u9",
      key: "a@b.example",
      email: "A@b.example",
      fields: new Map([["email", "A@b.example"]]),
      roles: ["customer.user"],
      isParent: false,
    },
    request: { method: "POST", path: "/api/v1.0/customers/t%2F1/users", status: 201 },
  });
});

test("a create that answers without data has its id from Location; without either it is lost", async () => {
  const located = client(() => reply(201, "", { location: "https://api.example/api/v1.0/customers/t%209" }));
  expect((await located.api.createCustomer({ reference: "R", fields: new Map() })).live.id).toBe("t 9");
  const silent = client(() => reply(201, ""));
  expect((await failureOf(silent.api.createCustomer({ reference: "R", fields: new Map() }))).kind).toBe(
    "lost",
  );
});

test("the read client has no method that writes", () => {
  expect(Object.keys(createReadClient(sender(service(() => CREATED).transport))).toSorted()).toEqual([
    "customer",
    "customers",
    "instance",
    "pbx",
    "pbxs",
    "user",
    "users",
  ]);
});

test("A2, A3: the forms of a create are tried in order, and what worked is used at once afterwards", async () => {
  const { api, sent } = client((_request, body) =>
    body.includes("pbxConnectionProfiles") && body.includes("trialduration")
      ? CREATED
      : refusal(400, "not valid"),
  );
  const customer = { reference: "R", fields: new Map([["trialDuration", 30]]), firstPbx: FIRST_PBX };
  await api.createCustomer(customer);
  await api.createCustomer(customer);
  const one = { pbxConnectionProfile: PBX_BODY };
  const many = { pbxConnectionProfiles: [PBX_BODY] };
  const number = { reference: "R", trialDuration: 30 };
  const text = { reference: "R", trialduration: "30" };
  expect(sent.map(([, body]) => body)).toEqual([
    { ...number, ...one },
    { ...number, ...many },
    number,
    { ...text, ...one },
    { ...text, ...many },
    { ...text, ...many },
  ]);
});

test("a refusal of the trial itself is not got round by another spelling", async () => {
  const { api, sent } = client(() => refusal(400, "You may not grant trials."));
  await failureOf(api.createCustomer({ reference: "R", fields: new Map([["trialDuration", 30]]) }));
  expect(sent.length).toBe(1);
});

test("A5: a boolean in a patch is sent as JSON, then as text", async () => {
  const { api, sent } = client((_request, body) =>
    body.includes('"true"') ? reply(200) : refusal(422, "type"),
  );
  await api.patchPbx(T, PBX, [{ op: "replace", path: "/enabled", value: true }]);
  await api.patchCustomer(T, [{ op: "replace", path: "/enabled", value: true }]);
  expect(sent.map(([, body]) => body)).toEqual([
    [{ op: "replace", path: "/enabled", value: true }],
    [{ op: "replace", path: "/enabled", value: "true" }],
    [{ op: "replace", path: "/enabled", value: "true" }],
  ]);
});

test("A1: the admin role is sent as configured, then in the other spelling, in creates and in patches", async () => {
  const { api, sent } = client((_request, body) =>
    body.includes("user.admin") ? refusal(403, "No admin") : CREATED,
  );
  await api.createUser(T, {
    email: "a@b.example",
    displayName: "A",
    roles: roles("user.admin", "customer.user"),
  });
  await api.patchUser(T, USER, [{ op: "add", path: "/roles/-", value: "user.admin" }]);
  await api.patchUser(T, USER, [{ op: "replace", path: "/roles", value: ["user.admin", "customer.user"] }]);
  expect(sent.slice(1).map(([, body]) => body)).toEqual([
    { email: "a@b.example", displayName: "A", roles: ["admin.user", "customer.user"] },
    [{ op: "add", path: "/roles/-", value: "admin.user" }],
    [{ op: "replace", path: "/roles", value: ["admin.user", "customer.user"] }],
  ]);
});

test("when every form is refused, the first refusal is reported, without the secret it echoes", async () => {
  let n = 0;
  const { api } = client(() => refusal(400, `refusal ${(n += 1)} of s3cr3t-key`));
  const fields = new Map([["trialDuration", 30]]);
  expect(
    (await failureOf(api.createCustomer({ reference: "R", fields, firstPbx: FIRST_PBX }))).request.message,
  ).toBe("refusal 1 of ***");
  expect(n).toBe(6);
});

test("a form that is lost ends the attempts: it may have been carried out", async () => {
  let n = 0;
  const { api } = client(() => ((n += 1) === 1 ? refusal(400, "no") : reply(502)));
  expect((await failureOf(api.createCustomer({ reference: "R", fields: TRIAL }))).kind).toBe("lost");
  expect(n).toBe(2);
});

test("a refusal of an unambiguous body is reported at once", async () => {
  const { api, sent } = client(() => refusal(400, "no"));
  await failureOf(
    api.createUser(T, { email: "a@b.example", displayName: "A", roles: roles("customer.user") }),
  );
  await failureOf(api.patchUser(T, USER, [{ op: "replace", path: "/displayName", value: "user.admin" }]));
  expect(sent.length).toBe(2);
});
