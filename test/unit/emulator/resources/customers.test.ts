import { expect, test } from "vitest";
import { KAZOO, service } from "../service.ts";

const STRANGER = "00000000-0000-4000-8000-000000000000";

test("a created customer is answered with 201, its Location, and no reference", async () => {
  const { call, emulator } = service();
  const created = await call("POST", "/customers", { name: "Acme", reference: "ACME-1", enabled: true });
  const id = Object.keys(emulator.state.customers)[0];
  expect(created.status).toBe(201);
  expect(created.headers.location).toBe(`https://api.example/api/v1.0/customers/${id}`);
  expect(created.json).toEqual({
    data: { id, name: "Acme", description: "", enabled: true, parentTenantId: emulator.state.accounts[0] },
    status: "success",
    timestamp: "2026-01-05T10:00:00.2890000Z",
  });
});

test("a customer reads as the seven documented fields, or as all with customerFields=rich-get", async () => {
  const plain = service();
  const tenant = await plain.customer();
  const { data } = (await plain.call("GET", `/customers/${tenant}`)).json;
  expect(Object.keys(data)).toEqual([
    "id",
    "name",
    "description",
    "enabled",
    "parentTenantId",
    "reference",
    "dateCreated",
  ]);
  const rich = service({ customerFields: "rich-get" });
  const other = await rich.customer({ features: { agent: 25 }, trialduration: "30" });
  const read = (await rich.call("GET", `/customers/${other}`)).json.data;
  expect(read).toMatchObject({ features: { agent: 25 }, trialDuration: 30, timezone: "America/New_York" });
  expect((await rich.call("GET", "/customers")).json.data[0]).not.toHaveProperty("features");
});

test.each([
  [
    "/customers/nonsense",
    400,
    '{"error":400,"message":"The value \'nonsense\' is not valid.","status":"error","timestamp":"2026-01-05T10:00:00.2890000Z"}',
  ],
  [
    `/customers/${STRANGER}`,
    404,
    '{"error":404,"message":"Not Found","status":"error","timestamp":"2026-01-05T10:00:00.2890000Z"}',
  ],
  [
    "/nothing",
    404,
    '{"error":404,"message":"Not Found","status":"error","timestamp":"2026-01-05T10:00:00.2890000Z"}',
  ],
])("GET %s is answered with %i, byte for byte", async (path, status, body) => {
  const answer = await service().call("GET", path);
  expect([answer.status, answer.text]).toEqual([status, body]);
});

test("the documented Content-Length of a 404 is the length of ours", async () => {
  expect((await service().call("GET", `/customers/${STRANGER}`)).text).toHaveLength(95);
});

test("a request without a token meets 401 with no body and no headers", async () => {
  const answer = await service().call("GET", "/customers", undefined, { authorization: "" });
  expect(answer).toMatchObject({ status: 401, headers: {}, text: "" });
});

test("pages hold what was asked for, and the filter is a substring of name or reference", async () => {
  const { call, customer } = service();
  for (let n = 0; n < 5; n += 1) await customer({ name: `Firm ${n}`, reference: `REF-${n}` });
  const page = (await call("GET", "/customers?pageIndex=1&pageSize=2")).json;
  expect(page).toMatchObject({ page_size: 2, page_index: 1, data: [{ name: "Firm 2" }, { name: "Firm 3" }] });
  expect((await call("GET", "/customers?filter=ref-4")).json.data).toHaveLength(1);
  expect((await call("GET", "/customers?filter=irm")).json.data).toHaveLength(5);
});

test("a patch is answered without data and with Request-Context; an unknown property is a 400", async () => {
  const { call, customer, emulator } = service();
  const tenant = await customer();
  const done = await call("PATCH", `/customers/${tenant}`, [
    { op: "replace", path: "/Features/agent", value: 3 },
  ]);
  expect(done.text).toBe('{"status":"success","timestamp":"2026-01-05T10:00:00.2890000Z"}');
  expect(done.headers["request-context"]).toBe(`appId=cid-v1:${emulator.state.appId}`);
  expect(emulator.state.charges).toEqual([{ tenantId: tenant, item: "features.agent" }]);
  const refused = await call("PATCH", `/customers/${tenant}`, [{ op: "replace", path: "/colour", value: 1 }]);
  expect(refused.status).toBe(400);
  expect(refused.json.message).toBe("The target location specified by path segment 'colour' was not found.");
});

test.each([
  ["gone", 404, 0],
  ["listed", 200, 1],
  ["listed-404", 404, 1],
] as const)("A13 deletedCustomers=%s: GET answers %i, the list holds %i", async (value, status, count) => {
  const { call, customer } = service({ deletedCustomers: value });
  const tenant = await customer();
  await call("DELETE", `/customers/${tenant}`);
  expect((await call("GET", `/customers/${tenant}`)).status).toBe(status);
  expect((await call("GET", "/customers")).json.data).toHaveLength(count);
});

test.each([
  ["both", "pbxConnectionProfile", 1],
  ["both", "pbxConnectionProfiles", 1],
  ["object", "pbxConnectionProfile", 1],
  ["object", "pbxConnectionProfiles", 0],
  ["array", "pbxConnectionProfile", 0],
  ["array", "pbxConnectionProfiles", 1],
  ["none", "pbxConnectionProfile", 0],
] as const)("A2 pbxOnCreate=%s: the key %s makes %i profiles", async (value, key, count) => {
  const { call, customer } = service({ pbxOnCreate: value });
  const tenant = await customer({ [key]: key.endsWith("s") ? [KAZOO] : KAZOO });
  expect((await call("GET", `/customers/${tenant}/pbxs`)).json.data).toHaveLength(count);
});

test.each([
  ["ignored", {}, 201],
  ["required", {}, 402],
  ["required-when-chargeable", {}, 201],
  ["required-when-chargeable", { features: { agent: 1 } }, 402],
] as const)(
  "A8 acceptCharges=%s: a create of %o without the header meets %i",
  async (value, body, status) => {
    const { call, emulator } = service({ acceptCharges: value });
    const answer = await call("POST", "/customers", { name: "A", ...body }, { "accept-charges": "false" });
    expect(answer.status).toBe(status);
    expect(Object.keys(emulator.state.customers)).toHaveLength(status === 201 ? 1 : 0);
    if (status === 402)
      expect(answer.json).toMatchObject({ error: "402", message: "accept charges", status: "error" });
  },
);

test("a list that lags shows a customer later than GET by id does", async () => {
  const { call, customer, clock } = service({ listLagMs: 5000 });
  const tenant = await customer();
  expect((await call("GET", "/customers")).json.data).toEqual([]);
  expect((await call("GET", `/customers/${tenant}`)).status).toBe(200);
  clock.pass(5000);
  expect((await call("GET", "/customers")).json.data).toHaveLength(1);
});

test.each([
  ["seconds", "7"],
  ["date", "Mon, 05 Jan 2026 10:00:08 GMT"],
  ["absent", undefined],
] as const)("A12 retryAfter=%s: the third request of a second is told %s", async (retryAfter, header) => {
  const { call } = service({ rateLimit: 2, retryAfter, retryAfterSeconds: 7 });
  await call("GET", "/customers");
  expect((await call("GET", "/customers")).status).toBe(200);
  const answer = await call("GET", "/customers");
  expect([answer.status, answer.headers["retry-after"]]).toEqual([429, header]);
});

test("the enterprise path serves the customers of its account and no others", async () => {
  const own = "11111111-1111-4111-8111-111111111111";
  const other = "22222222-2222-4222-8222-222222222222";
  const { call, customer } = service({}, { accounts: [own, other] });
  const tenant = await customer();
  expect((await call("GET", `/accounts/${own}/customers`)).json.data).toHaveLength(1);
  expect((await call("GET", `/accounts/${other}/customers`)).json.data).toEqual([]);
  expect((await call("GET", `/accounts/${other}/customers/${tenant}`)).status).toBe(404);
});

test("a snapshot is a seed: another emulator goes on where the first one was", async () => {
  const first = service();
  const tenant = await first.customer();
  const second = service({}, JSON.parse(JSON.stringify(first.emulator.snapshot())));
  expect((await second.call("GET", `/customers/${tenant}`)).json.data.reference).toBe("ACME-1");
});
