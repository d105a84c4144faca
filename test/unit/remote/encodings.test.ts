import { expect, test } from "vitest";
import { failureOf, refusal, reply } from "./fakes.ts";
import { T, USER, PBX, roles, client, CREATED, FIRST_PBX, PBX_BODY, TRIAL } from "./recorded-client.ts";

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
