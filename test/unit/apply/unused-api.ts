/** A tenant's api of which a test uses only what it puts in the place of this. */
import type { TenantApi } from "../../../src/apply/context/tenant-api.ts";
import { toTenantId } from "../../../src/model/ids.ts";
import { TENANT } from "./stage.ts";

const unused = (): never => {
  throw new Error("not asked for here");
};
export const UNUSED_API: TenantApi = {
  tenantId: toTenantId(TENANT),
  customer: unused,
  patchCustomer: unused,
  deleteCustomer: unused,
  pbxs: unused,
  createPbx: unused,
  patchPbx: unused,
  deletePbx: unused,
  instance: unused,
  users: unused,
  user: unused,
  createUser: unused,
  patchUser: unused,
  deleteUser: unused,
};
