import type { PbxId, TenantId, UserId } from "../../model/ids.ts";

const API = "/api/v1.0";

/** The paths of the service (CONTRACT.md section 1); every id in them is URL-encoded. */
export interface Paths {
  customers(pageIndex: number, pageSize: number, filter?: string): string;
  readonly newCustomer: string;
  customer(id: TenantId): string;
  users(id: TenantId): string;
  user(id: TenantId, userId: UserId): string;
  pbxs(id: TenantId): string;
  pbx(id: TenantId, pbxId: PbxId): string;
  instance(instanceId: string): string;
}

/** Paths of the reseller API, or of the enterprise API inside one account. */
export function createPaths(accountId?: string): Paths {
  const base = accountId === undefined ? API : `${API}/accounts/${encoded(accountId)}`;
  const customer = (id: TenantId): string => `${base}/customers/${encoded(id)}`;
  return {
    customers(pageIndex, pageSize, filter) {
      const suffix = filter === undefined ? "" : `&filter=${encodeURIComponent(filter)}`;
      return `${base}/customers?pageIndex=${pageIndex}&pageSize=${pageSize}${suffix}`;
    },
    newCustomer: `${base}/customers`,
    customer,
    users: (id) => `${customer(id)}/users`,
    user: (id, userId) => `${customer(id)}/users/${encoded(userId)}`,
    pbxs: (id) => `${customer(id)}/pbxs`,
    pbx: (id, pbxId) => `${customer(id)}/pbxs/${encoded(pbxId)}`,
    // Unscoped in both APIs.
    instance: (instanceId) => `${API}/pbxs?instanceId=${encodeURIComponent(instanceId)}`,
  };
}

/** `.` and `..` would be taken for steps in the path, encoded or not. */
function encoded(id: string): string {
  return /^\.{1,2}$/.test(id) ? id.replaceAll(".", "%252E") : encodeURIComponent(id);
}
