import { expect, test } from "vitest";
import type { PbxPerson } from "../../../../src/emulator/world/state.ts";
import type { Switches } from "../../../../src/emulator/switches/switches.ts";
import { ADMIN, KAZOO, service, type Service } from "../service.ts";

const PEOPLE: readonly PbxPerson[] = [
  { name: "Ana", email: "Ana@Acme.example" },
  { name: "Bob", email: "bob@acme.example", acd: true },
  { name: "Bob 2", email: "bob@acme.example" },
  { name: "Front Desk" },
];

/** A tenant whose Kazoo has four people, after their import. */
async function imported(
  switches: Partial<Switches> = {},
  body = {},
): Promise<{ made: Service; tenant: string; users: Record<string, unknown>[] }> {
  const made = service(switches, { directories: [{ instanceId: "kazoo-1", users: PEOPLE }] });
  const tenant = await made.customer({ pbxConnectionProfile: KAZOO, ...body });
  made.clock.pass(300);
  const users = (await made.call("GET", `/customers/${tenant}/users`)).json.data;
  return { made, tenant, users };
}

test("a PBX's users come by themselves after the delay, without portal login", async () => {
  const { made, tenant, users } = await imported();
  expect(users.map((user) => [user.displayName, user.email])).toEqual([
    ["Ana", "Ana@Acme.example"],
    ["Bob", "bob@acme.example"],
    ["Bob 2", "bob@acme.example"],
    ["Front Desk", undefined],
  ]);
  expect(await made.roles(tenant, "ana@acme.example")).toEqual(["customer.user.pbx"]);
});

test("nobody is there before the delay is over", async () => {
  const made = service({}, { directories: [{ instanceId: "kazoo-1", users: PEOPLE }] });
  const tenant = await made.customer({ pbxConnectionProfile: KAZOO });
  made.clock.pass(299);
  expect((await made.call("GET", `/customers/${tenant}/users`)).json.data).toEqual([]);
});

test.each([
  [{ importEmails: "lower" }, ["ana@acme.example", "bob@acme.example", "bob@acme.example", undefined]],
  [{ importWithoutEmail: "null" }, ["Ana@Acme.example", "bob@acme.example", "bob@acme.example", null]],
  [{ importWithoutEmail: "empty" }, ["Ana@Acme.example", "bob@acme.example", "bob@acme.example", ""]],
  [{ importWithoutEmail: "skipped", importSameEmail: "first" }, ["Ana@Acme.example", "bob@acme.example"]],
] as const)("A14 %o: the e-mails are %o", async (switches, emails) => {
  const { users } = await imported(switches);
  expect(users.map((user) => user.email)).toEqual(emails);
});

test("syncAcdAgentWithPbx gives agents the ACD role", async () => {
  const { made, tenant } = await imported({}, { syncAcdAgentWithPbx: true });
  expect(await made.roles(tenant, "bob@acme.example")).toEqual(["customer.user.pbx", "customer.user.acd"]);
});

test("customer.user.pbx is put back after a replace that leaves it out", async () => {
  const { made, tenant } = await imported();
  const path = `/customers/${tenant}/users/${await made.userId(tenant, "ana@acme.example")}`;
  await made.call("PATCH", path, [{ op: "replace", path: "/roles", value: ADMIN }]);
  expect(await made.roles(tenant, "ana@acme.example")).toEqual([...ADMIN, "customer.user.pbx"]);
});

test("a user who exists already is linked to the PBX, not doubled", async () => {
  const made = service({}, { directories: [{ instanceId: "kazoo-1", users: PEOPLE }] });
  const tenant = await made.customer({ pbxConnectionProfile: KAZOO });
  await made.user(tenant, "ana@acme.example", ADMIN);
  made.clock.pass(300);
  expect((await made.call("GET", `/customers/${tenant}/users`)).json.data).toHaveLength(4);
  expect(await made.roles(tenant, "ana@acme.example")).toEqual([...ADMIN, "customer.user.pbx"]);
});

test("a created PBX echoes apiKey and countryCode and is off; reads show four fields", async () => {
  const made = service();
  const tenant = await made.customer();
  const created = await made.call("POST", `/customers/${tenant}/pbxs`, KAZOO);
  expect(created.status).toBe(201);
  expect(created.json.data).toEqual({
    ...KAZOO,
    id: created.json.data.id,
    tenantId: tenant,
    countryCode: "US",
    enabled: false,
  });
  const path = `/customers/${tenant}/pbxs/${created.json.data.id}`;
  expect((await made.call("GET", path)).json.data).toEqual({
    id: created.json.data.id,
    name: "Acme Kazoo",
    _type: "KazooPbxConnectionProfile",
    tenantId: tenant,
  });
  const rich = service({ pbxFields: "rich" });
  const other = await rich.customer({ pbxConnectionProfile: KAZOO });
  const read = (await rich.call("GET", `/customers/${other}/pbxs`)).json.data[0];
  expect(read).toMatchObject({ hostRest: "https://pbx.example", enabled: false });
  expect(read).not.toHaveProperty("apiKey");
});

test("the first enabling restarts nothing; every later patch restarts the collector", async () => {
  const made = service();
  const tenant = await made.customer({ pbxConnectionProfile: KAZOO });
  const pbx = Object.values(made.emulator.state.customers[tenant]?.pbxs ?? {})[0];
  const path = `/customers/${tenant}/pbxs/${pbx?.id}`;
  await made.call("PATCH", path, [{ op: "replace", path: "/enabled", value: "true" }]);
  expect([pbx?.fields.enabled, pbx?.collectorRestarts]).toEqual([true, 0]);
  await made.call("PATCH", path, [{ op: "replace", path: "/name", value: "Acme Kazoo" }]);
  expect(pbx?.collectorRestarts).toBe(1);
});

test.each([
  ["json", true, 200],
  ["json", "true", 400],
  ["string", true, 400],
  ["string", "true", 200],
] as const)("A5 patchBooleans=%s: %o meets %i", async (patchBooleans, value, status) => {
  const made = service({ patchBooleans });
  const tenant = await made.customer();
  const answer = await made.call("PATCH", `/customers/${tenant}`, [
    { op: "replace", path: "/enabled", value },
  ]);
  expect(answer.status).toBe(status);
});

test("the instance check names the customer; instanceCheck=404 does not know it", async () => {
  const made = service();
  const tenant = await made.customer({ pbxConnectionProfile: KAZOO });
  const found = (await made.call("GET", "/pbxs?instanceId=kazoo-1")).json.data;
  expect(found).toEqual({ exists: true, instanceId: "kazoo-1", id: found.id, tenantId: tenant });
  expect((await made.call("GET", "/pbxs?instanceId=x")).json.data).toEqual({
    exists: false,
    instanceId: "x",
  });
  expect((await service({ instanceCheck: "404" }).call("GET", "/pbxs?instanceId=x")).status).toBe(404);
});
