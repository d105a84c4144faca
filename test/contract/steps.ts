/** What the tests of the contract send, and short ways to it. */
import { expect } from "vitest";
import { toRoleId, type TenantId, type UserId } from "../../src/model/ids.ts";
import type { Json } from "../../src/model/json/json.ts";
import { ApiError, type Api, type LiveCustomer, type NewPbx } from "../../src/remote/api.ts";

export const PBX: NewPbx = {
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

export const ACME = new Map<string, Json>([
  ["name", "Acme"],
  ["description", "Acme Dental Group"],
  ["enabled", false],
  ["trialDuration", 30],
  ["sendNewUserEmail", false],
]);

export async function acme(api: Api): Promise<TenantId> {
  return (await api.createCustomer({ reference: "ACME-1", fields: ACME })).live.id;
}

export async function newAdmin(api: Api, tenant: TenantId): Promise<UserId> {
  const roles = [toRoleId("user.admin"), toRoleId("customer.user")];
  return (await api.createUser(tenant, { email: "ana@acme.example", displayName: "Ana", roles })).live.id;
}

/** The profile that came with the customer; created where the service left it out (A2). */
export async function onePbx(api: Api, tenant: TenantId) {
  if ((await api.pbxs(tenant)).length === 0) await api.createPbx(tenant, PBX);
  const all = await api.pbxs(tenant);
  expect(all.length).toBe(1);
  return all[0];
}

export async function find(api: Api, reference: string, filter?: string): Promise<LiveCustomer[]> {
  const found: LiveCustomer[] = [];
  for await (const live of api.customers(filter)) if (live.reference === reference) found.push(live);
  return found;
}

export async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const end: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (end instanceof ApiError) return end;
  throw end ?? new Error("it was not refused");
}
