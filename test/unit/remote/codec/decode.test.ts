import { expect, test } from "vitest";
import {
  decodeCustomer,
  decodeInstance,
  decodePbx,
  decodeUser,
} from "../../../../src/remote/codec/decode.ts";
import { InvalidReply } from "../../../../src/remote/codec/invalid-reply.ts";

test("a customer of seven fields knows nothing of the others (A6)", () => {
  expect(
    decodeCustomer({
      id: "t1",
      name: "Acme",
      description: null,
      enabled: true,
      parentTenantId: "r1",
      reference: "ACME",
      dateCreated: "2019-01-01T09:00:00.000",
    }),
  ).toEqual({
    id: "t1",
    reference: "ACME",
    parentTenantId: "r1",
    fields: new Map<string, unknown>([
      ["name", "Acme"],
      ["description", null],
      ["enabled", true],
    ]),
  });
});

test("text for booleans and integers, other case, nested features and unknown keys are understood (A3, A5, A15)", () => {
  const read = decodeCustomer({
    ID: "t1",
    Enabled: "False",
    trialduration: "30",
    features: { Agent: "25", other: 1 },
    syncAcdAgentWithPbx: "true",
    xNew: { a: 1 },
  });
  expect(read).toEqual({
    id: "t1",
    fields: new Map<string, unknown>([
      ["enabled", false],
      ["features.agent", 25],
      ["trialDuration", 30],
      ["syncAcdAgentWithPbx", true],
    ]),
  });
});

test("an exact key beats one in another case", () => {
  expect(decodeCustomer({ NAME: "b", id: "1", name: "a", Name: "c" })?.fields.get("name")).toBe("a");
});

test.each([[null], ["text"], [[]], [{}], [{ id: null }]])("%j is no customer", (data) => {
  expect(() => decodeCustomer(data)).toThrow(InvalidReply);
});

test("a user of a list has no roles; a blank e-mail is none", () => {
  expect(
    decodeUser({ id: "u1", displayName: "Front Desk", email: " ", primaryTenant: "t1", isParent: "true" }),
  ).toEqual({
    id: "u1",
    fields: new Map([
      ["displayName", "Front Desk"],
      ["email", " "],
    ]),
    isParent: true,
    primaryTenant: "t1",
  });
});

test("a user of a GET has roles and a key without case", () => {
  expect(decodeUser({ id: "u1", email: "Ana@Acme.example", roles: ["customer.user"] })).toEqual({
    id: "u1",
    key: "ana@acme.example",
    email: "Ana@Acme.example",
    fields: new Map([["email", "Ana@Acme.example"]]),
    roles: ["customer.user"],
    isParent: false,
  });
});

test("a PBX shows what it shows; unknown plain values are settings of their own name", () => {
  expect(
    decodePbx({ id: "p1", name: "K", _type: "X", tenantId: "t1", enabled: "true", queue: "main", deep: {} }),
  ).toEqual({
    id: "p1",
    name: "K",
    wireType: "X",
    fields: new Map<string, unknown>([
      ["name", "K"],
      ["enabled", true],
      ["queue", "main"],
    ]),
  });
});

test.each([
  [
    { exists: true, instanceId: "k", id: "p1", tenantId: "t1" },
    { state: "attached", tenantId: "t1", pbxId: "p1" },
  ],
  [{ exists: "false", instanceId: "k" }, { state: "free" }],
  [[], { state: "unsupported" }],
  [undefined, { state: "unsupported" }],
  [{ instanceId: "k" }, { state: "unsupported" }],
])("the instance check's %j is %j", (data, answer) => {
  expect(decodeInstance(data)).toEqual(answer);
});
