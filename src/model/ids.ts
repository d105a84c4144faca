/** Ids that look alike as strings and must never be mixed up: each has a brand, given in this file only. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The reseller's own id of a customer: the join key between a manifest and Dimensions. Compared exactly. */
export type Reference = Branded<"Reference">;
/** The id that Dimensions generates for a customer; never written in a manifest. */
export type TenantId = Branded<"TenantId">;
/** The id that Dimensions generates for a user. */
export type UserId = Branded<"UserId">;
/** The id that Dimensions generates for a PBX connection profile. */
export type PbxId = Branded<"PbxId">;
/** An e-mail address in the form in which two addresses are compared (A14: without regard to case). */
export type EmailKey = Branded<"EmailKey">;
/** A role id as the service spells it, e.g. `customer.user.acd`. */
export type RoleId = Branded<"RoleId">;
/** The NAME of `{ secret: NAME }`; its value is found under `DIMCTL_SECRET_<NAME>` or in a secrets file. */
export type SecretName = Branded<"SecretName">;

/** Names an object within its customer: `customer`, `pbx:Acme Kazoo`, `user:ana@acme.example`. */
export type ObjectKey = "customer" | `pbx:${string}` | `user:${string}`;

export const toReference = (text: string): Reference => text as Reference;
export const toTenantId = (text: string): TenantId => text as TenantId;
export const toUserId = (text: string): UserId => text as UserId;
export const toPbxId = (text: string): PbxId => text as PbxId;
export const toRoleId = (text: string): RoleId => text as RoleId;
export const toSecretName = (text: string): SecretName => text as SecretName;

/** Two addresses are the same person when their keys are equal: trimmed, lower case, NFC (A14). */
export function toEmailKey(address: string): EmailKey {
  return address.trim().normalize("NFC").toLowerCase() as EmailKey;
}
