/** What every implementation of the Api has to do, whatever the service behind it answers to the open questions A1–A15. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toPbxId, toRoleId, toTenantId, toUserId, type TenantId, type UserId } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import { DEFAULT_DIALECT } from "../../src/model/customer/admin-dialect.ts";
import { ApiError, type Api, type LiveCustomer, type NewPbx } from "../../src/remote/api.ts";
import { maybeUserExists } from "../../src/remote/codec/contract.ts";

/** An Api against an empty service, and how to be rid of it. */
export interface Subject {
  readonly api: Api;
  /** How many of its requests were writes. */
  writes(): number;
  close(): Promise<void>;
}

const UNKNOWN = toTenantId("00000000-0000-4000-8000-000000000000");
const PBX: NewPbx = {
  wireType: "KazooPbxConnectionProfile",
  fields: new Map<string, Json>([
    ["name", "Acme Kazoo"],
    ["hostRest", "https://api.pbx.example:8443/v2"],
    ["hostWebsocket", "wss://ws.pbx.example"],
    ["accountId", "k-1"],
    ["apiKey", "s3cr3t-key"],
    ["monitorSubAccounts", false],
  ]),
};
const ACME = new Map<string, Json>([
  ["name", "Acme"],
  ["description", "Acme Dental Group"],
  ["enabled", false],
  ["trialDuration", 30],
  ["sendNewUserEmail", false],
]);

/** `make` is called before each test. */
export function describeApi(name: string, make: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => subject.close());

    testCustomers(() => subject.api);
    testUsers(() => subject.api);
    testInstances(() => subject.api);
    testRefusals(() => subject.api);

    test("reading writes nothing", async () => {
      const { api } = subject;
      const tenant = await acme(api);
      const before = subject.writes();
      await Promise.all([
        find(api, "ACME-1"),
        api.customer(tenant),
        api.users(tenant),
        api.pbxs(tenant),
        api.instance("k"),
      ]);
      expect(subject.writes()).toBe(before);
    });
  });
}

function testCustomers(open: () => Api): void {
  test("a new customer is found by its reference, with its PBX, however that has to be sent (A2, A3)", async () => {
    const api = open();
    const { live } = await api.createCustomer({ reference: "ACME-1", fields: ACME, firstPbx: PBX });
    expect((await find(api, "ACME-1")).map(({ id }) => id)).toEqual([live.id]);
    const found = await api.customer(live.id);
    expect([found?.fields.get("name"), found?.fields.get("enabled")]).toEqual(["Acme", false]);
    expect(await onePbx(api, live.id)).toBeDefined();
  });

  test("every customer of a list is told once, page by page, and by filter (A11)", async () => {
    const api = open();
    for (const n of [1, 2, 3, 4, 5])
      await api.createCustomer({ reference: `R-${n}`, fields: new Map([["name", `C${n}`]]) });
    const all: string[] = [];
    for await (const { reference } of api.customers()) all.push(reference ?? "none");
    expect(all.toSorted()).toEqual(["R-1", "R-2", "R-3", "R-4", "R-5"]);
    expect((await find(api, "R-3", "R-3")).length).toBe(1);
  });

  test("a customer is patched, booleans included (A5), and its PBX is enabled, renamed and removed", async () => {
    const api = open();
    const tenant = await acme(api);
    await api.patchCustomer(tenant, [
      { op: "replace", path: "/name", value: "Acme 2" },
      { op: "replace", path: "/enabled", value: true },
    ]);
    const fields = (await api.customer(tenant))?.fields;
    expect([fields?.get("name"), fields?.get("enabled")]).toEqual(["Acme 2", true]);
    const { live } = await api.createPbx(tenant, PBX);
    await api.patchPbx(tenant, live.id, [{ op: "replace", path: "/enabled", value: true }]);
    await api.patchPbx(tenant, live.id, [{ op: "replace", path: "/name", value: "Kazoo 2" }]);
    expect(await onePbx(api, tenant)).toMatchObject({ id: live.id, name: "Kazoo 2" });
    await api.deletePbx(tenant, live.id);
    expect(await api.pbxs(tenant)).toEqual([]);
  });

  test("a deleted customer is gone, or still there for a while (A13)", async () => {
    const api = open();
    const tenant = await acme(api);
    await api.deleteCustomer(tenant);
    const [listed, found] = [(await find(api, "ACME-1")).length, await api.customer(tenant)];
    expect([
      [0, undefined],
      [1, undefined],
      [1, tenant],
    ]).toContainEqual([listed, found?.id]);
  });
}

function testUsers(open: () => Api): void {
  test("an admin comes first, and is one when read back, in whatever spelling (A1, A9)", async () => {
    const api = open();
    const tenant = await acme(api);
    const admin = await newAdmin(api, tenant);
    const read = await api.user(tenant, admin);
    expect([read?.key, DEFAULT_DIALECT.isAdmin(read?.roles ?? [])]).toEqual(["ana@acme.example", true]);
    const { live } = await api.createUser(tenant, {
      email: "bo@acme.example",
      displayName: "Bo",
      roles: [],
    });
    expect((await api.users(tenant)).map(({ id }) => id)).toEqual(expect.arrayContaining([admin, live.id]));
  });

  test("a user is renamed, and gains and loses roles", async () => {
    const api = open();
    const tenant = await acme(api);
    await newAdmin(api, tenant);
    const { live } = await api.createUser(tenant, {
      email: "bo@acme.example",
      displayName: "Bo",
      roles: [],
    });
    await api.patchUser(tenant, live.id, [{ op: "replace", path: "/displayName", value: "Bo Li" }]);
    await api.patchUser(tenant, live.id, [
      { op: "add", path: "/roles/-", value: "customer.user.supervisorl1" },
    ]);
    const grown = await api.user(tenant, live.id);
    expect(grown?.fields.get("displayName")).toBe("Bo Li");
    expect(grown?.roles).toContain("customer.user.supervisorl1");
    await api.patchUser(tenant, live.id, [{ op: "replace", path: "/roles", value: ["customer.user"] }]);
    expect((await api.user(tenant, live.id))?.roles).toEqual(["customer.user"]);
    await api.deleteUser(tenant, live.id);
    expect(await api.user(tenant, live.id)).toBeUndefined();
  });

  test("a second user with the same address is refused in a way that A7 knows, or lost", async () => {
    const api = open();
    const tenant = await acme(api);
    await newAdmin(api, tenant);
    const error = await errorOf(newAdmin(api, tenant));
    expect(error.kind === "lost" || maybeUserExists(error.request.status)).toBe(true);
  });
}

function testInstances(open: () => Api): void {
  test("the instance check tells where a PBX is attached, when the service knows it", async () => {
    const api = open();
    const tenant = await acme(api);
    const { live } = await api.createPbx(tenant, PBX);
    const attached = await api.instance("k-1");
    expect([
      { state: "unsupported" },
      { state: "attached", tenantId: tenant, pbxId: live.id },
    ]).toContainEqual(attached);
    expect(["unsupported", "free"]).toContain((await api.instance("k-2")).state);
  });
}

function testRefusals(open: () => Api): void {
  test("what is not there is undefined when read and refused when written", async () => {
    const api = open();
    expect(await api.customer(UNKNOWN)).toBeUndefined();
    expect(await api.user(UNKNOWN, toUserId(UNKNOWN))).toBeUndefined();
    for (const call of [
      async () => api.users(UNKNOWN),
      async () => api.pbxs(UNKNOWN),
      async () => api.deleteCustomer(UNKNOWN),
      async () => api.deletePbx(UNKNOWN, toPbxId(UNKNOWN)),
      async () =>
        api.patchUser(UNKNOWN, toUserId(UNKNOWN), [{ op: "replace", path: "/displayName", value: "x" }]),
    ]) {
      const { kind, request } = await errorOf(call());
      expect([kind, request.status]).toEqual(["refused", 404]);
    }
  });

  test("a refusal carries the service's message, and not what was sent", async () => {
    const api = open();
    const tenant = await acme(api);
    const { live } = await api.createPbx(tenant, PBX);
    const patch = [{ op: "replace", path: "/nothing", value: "s3cr3t-key" }] as const;
    const error = await errorOf(api.patchPbx(tenant, live.id, patch));
    expect([error.kind, error.request]).toEqual([
      "refused",
      {
        method: "PATCH",
        path: `/api/v1.0/customers/${tenant}/pbxs/${live.id}`,
        status: 400,
        message: "The target location specified by path segment 'nothing' was not found.",
      },
    ]);
  });
}

async function acme(api: Api): Promise<TenantId> {
  return (await api.createCustomer({ reference: "ACME-1", fields: ACME })).live.id;
}

async function newAdmin(api: Api, tenant: TenantId): Promise<UserId> {
  const roles = [toRoleId("user.admin"), toRoleId("customer.user")];
  return (await api.createUser(tenant, { email: "ana@acme.example", displayName: "Ana", roles })).live.id;
}

/** The profile that came with the customer; created where the service left it out (A2). */
async function onePbx(api: Api, tenant: TenantId) {
  if ((await api.pbxs(tenant)).length === 0) await api.createPbx(tenant, PBX);
  const all = await api.pbxs(tenant);
  expect(all.length).toBe(1);
  return all[0];
}

async function find(api: Api, reference: string, filter?: string): Promise<LiveCustomer[]> {
  const found: LiveCustomer[] = [];
  for await (const live of api.customers(filter)) if (live.reference === reference) found.push(live);
  return found;
}

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const end: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (end instanceof ApiError) return end;
  throw end ?? new Error("it was not refused");
}
