import type { Json } from "../json.ts";
import type { DesiredValue } from "../customer/fields.ts";
import type { EmailKey, PbxId, RoleId, TenantId, UserId } from "../ids.ts";
import type { PbxType } from "../customer/pbx-types.ts";
import type { Position } from "../diagnostic.ts";
import type { RiskFinding } from "./risk.ts";

/** The step a change belongs to (ARCHITECTURE.md, Waves). */
export type Wave = 1 | 2 | 3 | 4 | 5 | 6;

/** Names an object within its customer: `customer`, `pbx:Acme Kazoo`, `user:ana@acme.example`. */
export type ObjectKey = "customer" | `pbx:${string}` | `user:${string}`;

/** Why a change is planned; each has its sentence in report/. */
export type Reason =
  | "not-in-dimensions"
  | "field-differs"
  | "written-value-differs"
  | "not-confirmed"
  | "reassert"
  | "renamed"
  | "promote"
  | "grant"
  | "exchange"
  | "revoke"
  | "demote"
  | "not-in-manifest"
  | "declared-absent"
  | "disable";

/** A field before and after. A secret's values are never here. */
export interface FieldChange {
  /** Manifest name, e.g. `features.agent`. */
  readonly name: string;
  /** JSON Patch path. */
  readonly path: string;
  readonly before:
    | { readonly kind: "value"; readonly value: Json }
    | { readonly kind: "unknown" }
    | { readonly kind: "none" };
  readonly after: DesiredValue;
}

/** A user's roles as a change moves them. `held` is what the plan saw, undefined when it could not see it. */
export interface RoleChange {
  readonly held?: readonly RoleId[];
  readonly add: readonly RoleId[];
  readonly remove: readonly RoleId[];
}

/** Why a change is not carried out. */
export type Hold =
  | { readonly why: "not-approved"; readonly risks: readonly RiskFinding[] }
  | { readonly why: "last-admin" }
  | { readonly why: "depends-on"; readonly on: ObjectKey }
  | { readonly why: "ambiguous"; readonly detail: string }
  | { readonly why: "higher-level"; readonly detail: string }
  | { readonly why: "not-imported"; readonly detail: string }
  /** The manifest lacks what a create needs. */
  | { readonly why: "incomplete"; readonly detail: string }
  | { readonly why: "no-admin"; readonly detail: string }
  | { readonly why: "stale"; readonly detail: string }
  | { readonly why: "not-started"; readonly detail: string };

interface Common {
  readonly key: ObjectKey;
  /** The key of the live object when the change renames it. */
  readonly formerKey?: ObjectKey;
  readonly wave: Wave;
  readonly reason: Reason;
  readonly fields: readonly FieldChange[];
  readonly risks: readonly RiskFinding[];
  readonly at: Position;
  /** Set when the plan already knows that it will not be carried out. */
  readonly hold?: Hold;
}

/** Wave 1: a new tenant. */
export interface CreateCustomer extends Common {
  readonly kind: "customer";
  readonly action: "create";
  /** The PBX that travels inside the create request (A2); its own change follows in wave 2. */
  readonly firstPbx?: CreatePbx;
}

/** Wave 1: other fields; wave 6: disabled. */
export interface UpdateCustomer extends Common {
  readonly kind: "customer";
  readonly action: "update";
}

/** Wave 6. */
export interface DeleteCustomer extends Common {
  readonly kind: "customer";
  readonly action: "delete";
}

/** Wave 2: a connection that is found there, or created, and enabled. */
export interface CreatePbx extends Common {
  readonly kind: "pbx";
  readonly action: "create";
  readonly type: PbxType;
  readonly wireType: string;
  readonly name: string;
  /** Sent inside the create of its customer: wave 2 finds it there, or creates it (A2). */
  readonly inside: boolean;
  /** Patch `/enabled` after the create unless the service says it is on already (A4). */
  readonly enable: boolean;
  readonly instanceId?: string;
}

/** Wave 2: other fields of a connection. */
export interface UpdatePbx extends Common {
  readonly kind: "pbx";
  readonly action: "update";
  readonly pbxId: PbxId;
  readonly name: string;
}

/** Wave 6. */
export interface DeletePbx extends Common {
  readonly kind: "pbx";
  readonly action: "delete";
  readonly pbxId: PbxId;
  readonly name: string;
}

/** Wave 3 for an admin, else wave 4. */
export interface CreateUser extends Common {
  readonly kind: "user";
  readonly action: "create";
  readonly email: string;
  readonly emailKey: EmailKey;
  readonly admin: boolean;
  readonly roles: RoleChange;
}

/** Wave 3 for an admin, else wave 4; what is taken away is a change of its own in wave 5. */
export interface UpdateUser extends Common {
  readonly kind: "user";
  readonly action: "update";
  readonly email: string;
  readonly emailKey: EmailKey;
  /** Whether the change makes its user an admin, or leaves one. */
  readonly admin: boolean;
  /** By id; or by address, for a person whom the PBX import brings or an earlier wave creates. */
  readonly target: { readonly by: "id"; readonly userId: UserId } | { readonly by: "import" };
  readonly roles: RoleChange;
}

/** Wave 5. */
export interface DeleteUser extends Common {
  readonly kind: "user";
  readonly action: "delete";
  readonly email: string;
  readonly emailKey: EmailKey;
  readonly userId: UserId;
  readonly roles: RoleChange;
}

type CustomerChange = CreateCustomer | UpdateCustomer | DeleteCustomer;
type PbxChange = CreatePbx | UpdatePbx | DeletePbx;
/** A change of a user. */
export type UserChange = CreateUser | UpdateUser | DeleteUser;
/** Everything that a plan can do. */
export type Change = CustomerChange | PbxChange | UserChange;

/** The tenant a customer plan writes to: known, or to be created by its wave 1. */
export type Target =
  | { readonly state: "exists"; readonly tenantId: TenantId }
  | { readonly state: "to-create" };
