import type { ObservedFields } from "./fields.ts";
import type { EmailKey, PbxId, RoleId, TenantId, UserId } from "../ids.ts";

/** A customer as the service reports it, reshaped for comparison. */
export type ObservedCustomer =
  | AbsentCustomer
  | { readonly state: "ambiguous"; readonly why: string; readonly tenants: readonly TenantId[] }
  /** Still listed after a delete that the service accepted (A13). */
  | { readonly state: "deleting"; readonly tenantId: TenantId }
  /** It could not be read; the run goes on with the others. */
  | { readonly state: "unreadable"; readonly why: string }
  | PresentCustomer;

/** A customer that the list does not show. */
interface AbsentCustomer {
  readonly state: "absent";
  readonly instances: readonly AttachedInstance[];
  /** The tenant that an earlier run wrote to: it is gone, or has another reference now. */
  readonly former?: { readonly tenantId: TenantId; readonly reference?: string };
  /** Live customers that no manifest names and that may be this one under another reference. */
  readonly similar?: readonly SimilarCustomer[];
}

/** A customer as the service shows it. */
export interface PresentCustomer {
  readonly state: "present";
  readonly tenantId: TenantId;
  /** The live reference where it is not the manifest's: the customer was found under `previouslyReference`. */
  readonly formerReference?: string;
  readonly fields: ObservedFields;
  /** Empty when the manifest does not manage PBXs: then they are not asked for. */
  readonly pbxs: readonly ObservedPbx[];
  readonly users: readonly ObservedUser[];
  /** Answers of the instance check for declared PBXs that do not exist yet. */
  readonly instances: readonly AttachedInstance[];
}

/** A PBX connection as the service shows it. */
export interface ObservedPbx {
  readonly id: PbxId;
  readonly name: string;
  readonly wireType: string;
  readonly fields: ObservedFields;
}

/** A user as the service shows it. */
export interface ObservedUser {
  readonly id: UserId;
  /** undefined: an imported user without an address. */
  readonly key?: EmailKey;
  readonly email?: string;
  readonly fields: ObservedFields;
  /** undefined: neither the list nor a GET has reported them (A6). */
  readonly roles?: readonly RoleId[];
  /** Configured at a higher level: not to be rewritten or deleted (CONTRACT.md section 8 rule 15). */
  readonly isParent: boolean;
  readonly primaryTenant?: TenantId;
}

/** The instance check found that a declared PBX is attached already. */
export interface AttachedInstance {
  readonly instanceId: string;
  readonly tenantId?: TenantId;
  readonly pbxId?: PbxId;
  /** The reference of the customer it belongs to, when that customer could be read. */
  readonly reference?: string;
}

/** A live customer that may be the one that a manifest would create. */
export interface SimilarCustomer {
  readonly reference: string;
  /** `name`: it has the name of the manifest. `reference`: its reference reads like the manifest's. */
  readonly by: "name" | "reference";
}
