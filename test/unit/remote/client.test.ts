import { expect, test } from "vitest";
import { createReadClient } from "../../../src/remote/read-client.ts";
import { failureOf, reply, sender, service } from "./fakes.ts";
import { T, USER, PBX, roles, client, CREATED, FIRST_PBX, PBX_BODY, TRIAL } from "./recorded-client.ts";

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
  const { api, sent } = client(() => reply(200, { data: { id: T, exists: false } }), "a 1");
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
