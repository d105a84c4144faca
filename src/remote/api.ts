import type { Json } from "../model/json/json.ts";
import type { ObservedFields } from "../model/customer/fields.ts";
import type { PbxId, RoleId, TenantId, UserId } from "../model/ids.ts";
import type { ObservedPbx, ObservedUser } from "../model/customer/observed.ts";
import type { RequestNote } from "../model/plan/outcome.ts";

/** A customer as a list or a GET reports it. */
export interface LiveCustomer {
  readonly id: TenantId;
  /** undefined: not reported (a create's reply omits it). */
  readonly reference?: string;
  readonly parentTenantId?: TenantId;
  readonly fields: ObservedFields;
}

/** The instance check's answer; `unsupported` when the service does not know the check. */
export type InstanceCheckResult =
  | { readonly state: "unsupported" }
  | { readonly state: "free" }
  | { readonly state: "attached"; readonly tenantId?: TenantId; readonly pbxId?: PbxId };

/**
 * All that `validate`, `plan`, `drift` and `import` may ask of the service: there is no method here that writes.
 * Every method throws an ApiError. Reads are retried by the implementation.
 */
export interface ReadApi {
  /** Every customer, page by page as they arrive (A11). `filter` is a substring match: its answers are candidates. */
  customers(filter?: string): AsyncIterable<LiveCustomer>;
  /** undefined: 404. */
  customer(tenantId: TenantId): Promise<LiveCustomer | undefined>;
  users(tenantId: TenantId): Promise<readonly ObservedUser[]>;
  /** undefined: 404. */
  user(tenantId: TenantId, userId: UserId): Promise<ObservedUser | undefined>;
  pbxs(tenantId: TenantId): Promise<readonly ObservedPbx[]>;
  /** undefined: 404. */
  pbx(tenantId: TenantId, pbxId: PbxId): Promise<ObservedPbx | undefined>;
  instance(instanceId: string): Promise<InstanceCheckResult>;
}

/** One RFC 6902 operation. `add` to `/roles/-` appends a role (CONTRACT.md section 5.3). */
export interface PatchOp {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: Json;
}

/** A PBX to create: fields by manifest name, secrets already resolved. */
export interface NewPbx {
  readonly wireType: string;
  readonly fields: ReadonlyMap<string, Json>;
}

/** A customer to create: fields by manifest name (`features.agent` for nested ones). */
export interface NewCustomer {
  readonly reference: string;
  readonly fields: ReadonlyMap<string, Json>;
  /** A2: sent inside the request. */
  readonly firstPbx?: NewPbx;
}

/** What a user is created from. */
export interface NewUser {
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly RoleId[];
}

/** Whether what a create makes is not there yet. */
export type MayTryAgain = () => Promise<boolean>;

/** What a write answered: the object as far as the reply shows it, and the request for the report. */
export interface Written<Live> {
  readonly live: Live;
  readonly request: RequestNote;
}

/** ReadApi and the writes. `accept-charges` goes with every one (A8). A write is sent once: see ApiError.kind. */
export interface Api extends ReadApi {
  /**
   * `mayTryAgain` is asked before a create that was refused is sent again, in another form (A2, A3) or after a 429: not when
   * the object is there, for it may have been carried out all the same. So in createPbx and createUser (A1, A7).
   */
  createCustomer(customer: NewCustomer, mayTryAgain?: MayTryAgain): Promise<Written<LiveCustomer>>;
  patchCustomer(tenantId: TenantId, ops: readonly PatchOp[]): Promise<Written<void>>;
  deleteCustomer(tenantId: TenantId): Promise<Written<void>>;
  createPbx(tenantId: TenantId, pbx: NewPbx, mayTryAgain?: MayTryAgain): Promise<Written<ObservedPbx>>;
  patchPbx(tenantId: TenantId, pbxId: PbxId, ops: readonly PatchOp[]): Promise<Written<void>>;
  deletePbx(tenantId: TenantId, pbxId: PbxId): Promise<Written<void>>;
  createUser(tenantId: TenantId, user: NewUser, mayTryAgain?: MayTryAgain): Promise<Written<ObservedUser>>;
  patchUser(tenantId: TenantId, userId: UserId, ops: readonly PatchOp[]): Promise<Written<void>>;
  deleteUser(tenantId: TenantId, userId: UserId): Promise<Written<void>>;
}

/**
 * Why a request did not succeed.
 * `refused`: the service answered 4xx; nothing was changed. `unauthorised`: 401 that renewal did not cure; the run ends.
 * `lost`: it may have been carried out and nobody knows (no reply, none that is valid, timeout, any 5xx): read back before anything else.
 * `invalid`: the reply to a read is a success by its status and no answer by its content (A16): nothing is concluded from it.
 * `unreachable`: it was certainly not carried out (nothing was sent, or the service kept answering 429).
 * `stopped`: the run's signal or time limit ended before it was sent.
 */
export type ApiErrorKind = "refused" | "unauthorised" | "lost" | "invalid" | "unreachable" | "stopped";

/** Carries method, path, status and the service's own message; never a token, a secret or a body that was sent. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly request: RequestNote;

  constructor(kind: ApiErrorKind, request: RequestNote, cause?: unknown) {
    const answer = request.status === undefined ? "no reply" : `${request.status}`;
    super(`${request.method} ${request.path}: ${request.message ?? answer}`, { cause });
    this.name = "ApiError";
    this.kind = kind;
    this.request = request;
  }
}
