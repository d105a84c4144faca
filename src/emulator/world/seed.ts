import { defined } from "../../model/defined.ts";
import type { Json } from "../../model/json.ts";
import type { Random } from "../../model/ports/clock.ts";
import { newId } from "./new-id.ts";
import { settings } from "./settings.ts";
import type {
  StoredCustomer,
  EmulatorState,
  ForeignInstance,
  OauthClient,
  PbxDirectory,
  StoredPbx,
  StoredUser,
} from "./state.ts";

/** What the service knows at the start. Ids that are left out are drawn from `random`. */
export interface EmulatorSeed {
  readonly accounts?: readonly string[];
  readonly customers?: readonly SeedCustomer[];
  readonly directories?: readonly PbxDirectory[];
  readonly foreignInstances?: readonly ForeignInstance[];
  readonly extraRoles?: readonly string[];
  readonly clients?: readonly OauthClient[];
}

/** `fields` by wire name: name, description, reference, enabled, timezone, features … */
export interface SeedCustomer {
  readonly id?: string;
  readonly parentTenantId?: string;
  readonly createdAt?: number;
  readonly deletedAt?: number;
  readonly fields: Readonly<Record<string, Json>>;
  readonly users?: readonly SeedUser[];
  readonly pbxs?: readonly SeedPbx[];
}

/** A user; the id is drawn, and roles are those of the portal or of the import, unless given. */
export interface SeedUser {
  readonly id?: string;
  readonly displayName: string;
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly primaryTenant?: string;
  readonly isParent?: boolean;
  /** On the customer's first PBX. */
  readonly imported?: boolean;
  /** An ACD agent on that PBX. */
  readonly acd?: boolean;
}
/** `fields` by wire name: name, enabled, hostRest, accountId … */
export interface SeedPbx {
  readonly id?: string;
  /** `_type` on the wire; Kazoo unless given. */
  readonly wireType?: string;
  readonly fields: Readonly<Record<string, Json>>;
}

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
    wireType: row.wireType ?? "KazooPbxConnectionProfile",
    fields: { name: "PBX", enabled: true, countryCode: "US", ...structuredClone(row.fields) },
    collectorRestarts: 0,
  };
}
