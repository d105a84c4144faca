import type { Reference, TenantId } from "../ids.ts";

/** Tokens as they are kept; never printed, never in a plan. Times in milliseconds since 1970. */
export interface StoredTokens {
  readonly accessToken?: string;
  readonly accessTokenExpiresAt?: number;
  readonly refreshToken?: string;
  readonly scope?: string;
  /** Digest of the DIMENSIONS_REFRESH_TOKEN that these tokens descend from; absent after `dimctl login`. */
  readonly descendsFrom?: string;
  /** Where the tokens were obtained: the login host. */
  readonly issuer?: string;
  readonly clientId?: string;
}

/** What was last written of an object's fields, as keyed fingerprints; `pending` ones were begun and never confirmed. */
export interface RememberedObject {
  readonly written: Readonly<Record<string, string>>;
  readonly pending: Readonly<Record<string, string>>;
  /** When a create of it was last begun, or confirmed (ms since 1970). */
  readonly createBegunAt?: number;
}

/** What is remembered of one customer. */
export interface RememberedCustomer {
  readonly tenantId?: TenantId;
  /** By ObjectKey. */
  readonly objects: Readonly<Record<string, RememberedObject>>;
}

/** All that survives a run, for one environment. */
export interface EnvironmentState {
  readonly tokens?: StoredTokens;
  /** By reference. */
  readonly customers: Readonly<Record<Reference, RememberedCustomer>>;
  /** Customers whose delete the service has accepted (A13). */
  readonly deleted: readonly TenantId[];
  /** Digests of saved plans that were applied to their end. */
  readonly spentPlans: readonly string[];
}

/** The whole of the state, as a store keeps it. */
export interface StateDocument {
  readonly version: 1;
  /** By environment key: the API's base URL and account, so that two services never share a memory. */
  readonly environments: Readonly<Record<string, EnvironmentState>>;
}

/** An environment of which nothing is known. */
export const EMPTY_ENVIRONMENT: EnvironmentState = { customers: {}, deleted: [], spentPlans: [] };
/** The state before the first run. */
export const EMPTY_STATE: StateDocument = { version: 1, environments: {} };

/** Where the document is kept. Errors are ProblemsErrors. */
export interface StateStore {
  /** The newest document; EMPTY_STATE when there is none yet. */
  read(): Promise<StateDocument>;
  /**
   * Runs `work` while nobody else, in this process or another, can: it gets the newest document, and `save` makes a new one
   * durable before it resolves. Two refreshes of one token can therefore never happen (A10).
   */
  exclusive<T>(
    work: (document: StateDocument, save: (document: StateDocument) => Promise<void>) => Promise<T>,
  ): Promise<T>;
  /** Where it is, for `doctor`: a path or a ref; holds no secret. */
  readonly location: string;
}
