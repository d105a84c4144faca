import type { EmulatorSeed, SeedCustomer, SeedPbx, SeedUser } from "#schemas/seed";
import { PBX_WIRE_TYPES } from "../../model/customer/pbx-types.ts";
import { defined } from "../../model/json/defined.ts";
import type { Random } from "../../model/ports/clock.ts";
import { newId } from "./new-id.ts";
import { settings } from "./settings.ts";
import type { EmulatorState, StoredCustomer, StoredPbx, StoredUser } from "./state.ts";

/** What the service knows at the start, as schemas/seed.schema.json declares it. */
export type { EmulatorSeed, SeedCustomer, SeedPbx, SeedUser } from "#schemas/seed";

/** The state that a seed or an earlier snapshot describes; neither is changed by what the emulator does with it. */
export function createState(seed: EmulatorSeed | EmulatorState, random: Random): EmulatorState {
  if ("version" in seed) return structuredClone(seed);
  const accounts = seed.accounts?.length ? [...seed.accounts] : [newId(random)];
  const customers = (seed.customers ?? []).map((row) => createStoredCustomer(row, accounts[0] ?? "", random));
  return {
    version: 1,
    accounts,
    appId: newId(random),
    customers: Object.fromEntries(customers.map((customer) => [customer.id, customer])),
    directories: structuredClone([...(seed.directories ?? [])]),
    foreignInstances: structuredClone([...(seed.foreignInstances ?? [])]),
    pendingImports: [],
    extraRoles: [...(seed.extraRoles ?? [])],
    charges: [],
    mails: [],
    oauth: { clients: [...(seed.clients ?? [])], codes: {}, refreshTokens: {}, accessTokens: {} },
  };
}

function createStoredCustomer(row: SeedCustomer, account: string, random: Random): StoredCustomer {
  const id = row.id ?? newId(random);
  const pbxs = (row.pbxs ?? []).map((pbx) => createStoredPbx(pbx, random));
  const users = (row.users ?? []).map((user) => createStoredUser(user, id, pbxs[0]?.id, random));
  return {
    id,
    parentTenantId: row.parentTenantId ?? account,
    createdAt: row.createdAt ?? 0,
    ...defined({ deletedAt: row.deletedAt }),
    fields: { ...settings.customerDefaults, ...structuredClone(row.fields) },
    users: Object.fromEntries(users.map((user) => [user.id, user])),
    pbxs: Object.fromEntries(pbxs.map((pbx) => [pbx.id, pbx])),
  };
}

function createStoredUser(
  row: SeedUser,
  tenantId: string,
  pbxId: string | undefined,
  random: Random,
): StoredUser {
  return {
    id: row.id ?? newId(random),
    createdAt: 0,
    displayName: row.displayName,
    ...defined({ email: row.email }),
    roles: [...(row.roles ?? [row.imported ? "customer.user.pbx" : "customer.user"])],
    primaryTenant: row.primaryTenant ?? tenantId,
    isParent: row.isParent ?? false,
    ...(row.imported && { pbx: { pbxId: pbxId ?? "", acd: row.acd ?? false } }),
  };
}

function createStoredPbx(row: SeedPbx, random: Random): StoredPbx {
  return {
    id: row.id ?? newId(random),
    createdAt: 0,
    wireType: row.wireType ?? PBX_WIRE_TYPES.kazoo,
    fields: { name: "PBX", enabled: true, countryCode: "US", ...structuredClone(row.fields) },
    collectorRestarts: 0,
  };
}
