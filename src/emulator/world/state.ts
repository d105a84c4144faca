import type { ForeignInstance, OauthClient, PbxDirectory, PbxPerson } from "#schemas/seed";
import type { Json } from "../../model/json/json.ts";

/** The people on PBXs, as a seed brings them. */
export type { PbxDirectory, PbxPerson } from "#schemas/seed";

/** A field's value by its wire name, as the emulator keeps it. */
export type Fields = Record<string, Json>;

/** Everything that the emulated service knows. It is plain JSON: a snapshot of it is a seed. Times in ms since 1970. */
export interface EmulatorState {
  readonly version: 1;
  /** Reseller accounts. The first is the one that a path without `/accounts/{id}` means. */
  accounts: string[];
  /** The application id in `Request-Context`. */
  appId: string;
  /** By tenant id, in the order of creation. */
  customers: Record<string, StoredCustomer>;
  directories: PbxDirectory[];
  foreignInstances: ForeignInstance[];
  pendingImports: PendingImport[];
  /** Role ids that the service knows beside the documented ones. */
  extraRoles: string[];
  charges: Charge[];
  mails: Mail[];
  oauth: OauthState;
}

/** A customer as the service stores it. */
export interface StoredCustomer {
  readonly id: string;
  readonly parentTenantId: string;
  readonly createdAt: number;
  deletedAt?: number;
  fields: Fields;
  users: Record<string, StoredUser>;
  pbxs: Record<string, StoredPbx>;
}

/** A user as the service stores it. */
export interface StoredUser {
  readonly id: string;
  readonly createdAt: number;
  displayName: string;
  /** Absent, empty or null: an imported user without an address. */
  email?: string | null;
  roles: string[];
  primaryTenant: string;
  isParent: boolean;
  /** The person is on this PBX: `customer.user.pbx` belongs to its synchronisation. */
  pbx?: { readonly pbxId: string; readonly acd: boolean };
}

/** A PBX connection as the service stores it. */
export interface StoredPbx {
  readonly id: string;
  readonly createdAt: number;
  readonly wireType: string;
  fields: Fields;
  /** Patches while it was collecting (CONTRACT.md section 6: each restarts the collector). */
  collectorRestarts: number;
}

interface PendingImport {
  readonly dueAt: number;
  readonly tenantId: string;
  readonly pbxId: string;
  readonly person: PbxPerson;
}

/** A licensed role or feature that was added. */
interface Charge {
  readonly tenantId: string;
  readonly item: string;
}
interface Mail {
  readonly tenantId: string;
  readonly to: string;
  readonly kind: "activation" | "invitation";
}

/** What the login host has issued, by the code or token itself. */
export interface OauthState {
  /** Empty: any client id and secret are good. */
  clients: OauthClient[];
  codes: Record<string, CodeGrant>;
  refreshTokens: Record<string, RefreshGrant>;
  accessTokens: Record<string, AccessGrant>;
}

/** An authorization code that waits to be redeemed; `expiresAt` in ms since 1970. */
export interface CodeGrant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly user: string;
  readonly challenge?: string;
  readonly nonce?: string;
  readonly expiresAt: number;
}

/** A refresh token; spent once (A10). `expiresAt` in ms since 1970. */
export interface RefreshGrant {
  readonly clientId: string;
  readonly scope: string;
  readonly user: string;
  /** All tokens that descend from one sign-in. */
  readonly family: string;
  readonly expiresAt: number;
  spent: boolean;
}
interface AccessGrant {
  readonly family: string;
  readonly expiresAt: number;
}
