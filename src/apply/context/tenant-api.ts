import type { PbxId, TenantId, UserId } from "../../model/ids.ts";
import type { ObservedPbx, ObservedUser } from "../../model/customer/observed.ts";
import type {
  Api,
  InstanceCheckResult,
  LiveCustomer,
  MayTryAgain,
  NewPbx,
  NewUser,
  PatchOp,
  Written,
} from "../../remote/api.ts";

/** The service as one customer's changes use it: Api, bound to the tenant. Every method throws what Api's throws. */
export interface TenantApi {
  readonly tenantId: TenantId;
  /** undefined: 404. */
  customer(): Promise<LiveCustomer | undefined>;
  patchCustomer(ops: readonly PatchOp[]): Promise<Written<void>>;
  deleteCustomer(): Promise<Written<void>>;
  pbxs(): Promise<readonly ObservedPbx[]>;
  createPbx(pbx: NewPbx, mayTryAgain: MayTryAgain): Promise<Written<ObservedPbx>>;
  patchPbx(pbxId: PbxId, ops: readonly PatchOp[]): Promise<Written<void>>;
  deletePbx(pbxId: PbxId): Promise<Written<void>>;
  /** Answers for all tenants. */
  instance(instanceId: string): Promise<InstanceCheckResult>;
  users(): Promise<readonly ObservedUser[]>;
  /** undefined: 404. */
  user(userId: UserId): Promise<ObservedUser | undefined>;
  createUser(user: NewUser, mayTryAgain: MayTryAgain): Promise<Written<ObservedUser>>;
  patchUser(userId: UserId, ops: readonly PatchOp[]): Promise<Written<void>>;
  deleteUser(userId: UserId): Promise<Written<void>>;
}

/** Binds the Api to a tenant that may still have to be created: `findTenant` is asked at each call. */
export function createTenantApi(api: Api, findTenant: () => TenantId | undefined): TenantApi {
  const tenant = (): TenantId => {
    const tenantId = findTenant();
    // Waves keep that order, so its absence is our bug.
    if (tenantId === undefined) throw new Error("a change was started before its customer exists");
    return tenantId;
  };
  return {
    get tenantId() {
      return tenant();
    },
    customer: () => api.customer(tenant()),
    patchCustomer: (ops) => api.patchCustomer(tenant(), ops),
    deleteCustomer: () => api.deleteCustomer(tenant()),
    pbxs: () => api.pbxs(tenant()),
    createPbx: (pbx, mayTryAgain) => api.createPbx(tenant(), pbx, mayTryAgain),
    patchPbx: (pbxId, ops) => api.patchPbx(tenant(), pbxId, ops),
    deletePbx: (pbxId) => api.deletePbx(tenant(), pbxId),
    instance: (instanceId) => api.instance(instanceId),
    users: () => api.users(tenant()),
    user: (userId) => api.user(tenant(), userId),
    createUser: (user, mayTryAgain) => api.createUser(tenant(), user, mayTryAgain),
    patchUser: (userId, ops) => api.patchUser(tenant(), userId, ops),
    deleteUser: (userId) => api.deleteUser(tenant(), userId),
  };
}
