import type { CustomerManifest } from "#schemas/customer";
import type { DesiredFields } from "./fields.ts";
import type { EmailKey, Reference, RoleId } from "../ids.ts";
import type { PbxType } from "./pbx-types.ts";
import type { Origin } from "../diagnostic.ts";
import type { RiskName } from "../plan/risk.ts";

/** A customer as its manifest (merged over the defaults file) wants it, in the form that is compared with live. */
export interface DesiredCustomer {
  readonly reference: Reference;
  /** The reference that the live customer has until this is applied. */
  readonly previouslyReference?: string;
  /** The manifest's path as the user would type it, e.g. `customers/acme.yaml`. */
  readonly file: string;
  readonly origin: Origin;
  readonly state: DeclaredState;
  readonly fields: DesiredFields;
  /** undefined: the key is absent, PBXs are unmanaged. */
  readonly pbxs?: readonly DesiredPbx[];
  /** Admins and users of the manifest, admins first, each in the file's order. */
  readonly users: readonly DesiredUser[];
  /** Whether the manifest has the key `users` (`admins` is always there on a present customer). */
  readonly managesUsers: boolean;
  readonly manage: Ownership;
  readonly approvals: readonly Approval[];
  /** Canonical text of the merged manifest; its digest is what a saved plan was made from. */
  readonly text: string;
}

/** `additive` ignores what is not listed; `exact` removes it. */
export type Ownership = Required<NonNullable<CustomerManifest["manage"]>>;

/** Whether an object is to exist. */
type DeclaredState = NonNullable<CustomerManifest["state"]>;

/** A PBX connection as its manifest declares it. */
export interface DesiredPbx {
  readonly type: PbxType;
  /** The service's `_type`. */
  readonly wireType: string;
  /** Profiles are matched by name; it is also in `fields`. */
  readonly name: string;
  readonly state: DeclaredState;
  readonly fields: DesiredFields;
  /** What the instance check asks for: Kazoo account id or a literal 3CX licence key; undefined when there is none. */
  readonly instanceId?: string;
  readonly origin: Origin;
}

/** A person as the manifest declares them, under `admins` or under `users`. */
export interface DesiredUser {
  readonly key: EmailKey;
  /** The address as the file spells it: what a create sends. */
  readonly email: string;
  /** Named under `admins`: holds the two admin permissions. */
  readonly admin: boolean;
  readonly state: DeclaredState;
  /** displayName, when the file has it. */
  readonly fields: DesiredFields;
  /** undefined: the key is absent, roles are unmanaged (an admin's two permissions are still desired). */
  readonly roles?: readonly RoleId[];
  /** Portal login, the role `customer.user`; undefined: unmanaged. Always true for an admin. */
  readonly login?: boolean;
  /** Created by the PBX import: apply waits for the person and never creates them. */
  readonly imported: boolean;
  readonly previously?: EmailKey;
  readonly origin: Origin;
}

/** The manifest's time-limited approval of a risk. */
export interface Approval {
  readonly risk: RiskName;
  /** The last day on which it holds, in the customer's time zone: `2026-12-24`. */
  readonly until: string;
  /** e.g. `22:00-06:00`, in the customer's time zone; over midnight when the end is before the start. */
  readonly window?: string;
  readonly reason: string;
  readonly origin: Origin;
}
