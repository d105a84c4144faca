import { toRoleId, type RoleId } from "../ids.ts";

/** A1: the guide says `user.admin`, one worked example says `admin.user`. Both are read as "is an admin". */
export const ADMIN_SPELLINGS: readonly [RoleId, RoleId] = [toRoleId("user.admin"), toRoleId("admin.user")];

/** The pair of roles that makes an admin, as sent to the service (A1; `adminRoles` of the configuration). */
export interface AdminRoles {
  /** The right to manage the customer's other users. */
  readonly manage: RoleId;
  /** The portal login. */
  readonly login: RoleId;
}

/** The admin roles unless the configuration names others. */
export const DEFAULT_ADMIN_ROLES: AdminRoles = {
  manage: ADMIN_SPELLINGS[0],
  login: toRoleId("customer.user"),
};

/** How the admin role goes on the wire. `given`: roles are sent as they are; otherwise the admin role has that spelling. */
export type AdminEncoding = "given" | RoleId;

/** All that is known of how the service spells an admin (A1). Whoever reads, compares or writes admin roles asks it. */
export class AdminDialect implements AdminRoles {
  readonly manage: RoleId;
  readonly login: RoleId;
  /** The spelling that is not the configured one. */
  readonly otherSpelling: RoleId;
  /** What a request with an admin role is tried in: as given, then the other spelling, then the configured one. */
  readonly encodings: readonly AdminEncoding[];

  constructor({ manage, login }: AdminRoles) {
    const [guide, example] = ADMIN_SPELLINGS;
    this.manage = manage;
    this.login = login;
    this.otherSpelling = manage === guide ? example : guide;
    // A role from the configuration has no other spelling.
    this.encodings = isSpelling(manage) ? ["given", this.otherSpelling, manage] : ["given"];
  }

  /** Whether the role is the "manage users" half of an admin, in either spelling or the configured one. */
  isManage(role: RoleId): boolean {
    return role === this.manage || isSpelling(role);
  }

  /** Whether the role is one of the two that make an admin. */
  isHalf(role: RoleId): boolean {
    return role === this.login || this.isManage(role);
  }

  /** Whether these roles make their holder an admin: both permissions, the first in either spelling (guide step 3). */
  isAdmin(roles: readonly RoleId[]): boolean {
    return roles.includes(this.login) && roles.some((role) => this.isManage(role));
  }

  /** Whether a change of roles takes from an admin what makes them one. */
  losesAdmin({ held = [], remove }: { held?: readonly RoleId[]; remove: readonly RoleId[] }): boolean {
    return this.isAdmin(held) && remove.some((role) => this.isHalf(role));
  }

  /** The role under the one name it is compared by: both spellings become the configured one. */
  comparable(role: RoleId): RoleId {
    return this.isManage(role) ? this.manage : role;
  }

  /** Of the desired roles those that are not held yet, in either spelling. */
  missing(held: readonly RoleId[], desired: readonly RoleId[]): readonly RoleId[] {
    const holds = new Set(held.map((role) => this.comparable(role)));
    return desired.filter((role) => !holds.has(this.comparable(role)));
  }

  /** Whether two role sets, in any order and either spelling, are the same. */
  isSame(left: readonly RoleId[], right: readonly RoleId[]): boolean {
    return this.missing(left, right).length === 0 && this.missing(right, left).length === 0;
  }

  /**
   * Whether a service that refuses to add these roles may mean that the customer has no admin (A9): a message that names
   * another one of them is about that role.
   */
  mayMeanNoAdmin(message: string, added: readonly RoleId[]): boolean {
    return !added.some((role) => !this.isManage(role) && message.includes(role));
  }
}

/** The dialect of a service of which nothing else is configured. */
export const DEFAULT_DIALECT = new AdminDialect(DEFAULT_ADMIN_ROLES);

/** Whether a text is one of the two spellings: a request that holds it can be written in two ways. */
export function isSpelling(role: string): boolean {
  return ADMIN_SPELLINGS.some((spelling) => spelling === role);
}

/** Roles as a request sends them in an encoding. */
export function respell(roles: readonly string[], encoding: AdminEncoding): readonly string[] {
  if (encoding === "given") return roles;
  return [...new Set(roles.map((role) => (isSpelling(role) ? encoding : role)))];
}
