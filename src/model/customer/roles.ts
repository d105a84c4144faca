import { toRoleId, type RoleId } from "../ids.ts";

/** The facts of one role (CONTRACT.md section 5.2). */
export interface RoleFact {
  readonly id: RoleId;
  /** The service's name of the role, as its portal shows it. */
  readonly label: string;
  /** A role the user must hold as well. */
  readonly requires?: RoleId;
  /** Adding it may cost money. */
  readonly licensed: boolean;
  /** Who decides about it: the manifest, the PBX synchronisation, or the platform (read only). */
  readonly owner: "manifest" | "pbx" | "platform";
  /** Roles of one group are mutually exclusive: a user holds at most one. */
  readonly group?: "supervisor";
}

/** Role facts by id. */
export type RoleCatalogue = ReadonlyMap<RoleId, RoleFact>;

const PORTAL_LOGIN = toRoleId("customer.user");
/** The roles of every imported user. */
export const PBX_USER = toRoleId("customer.user.pbx");
/** An agent of the contact centre. */
export const ACD_AGENT = toRoleId("customer.user.acd");

/** A1: the guide says `user.admin`, one worked example says `admin.user`. Both are read as "is an admin". */
export const ADMIN_SPELLINGS: readonly [RoleId, RoleId] = [toRoleId("user.admin"), toRoleId("admin.user")];

/** The pair of roles that makes an admin, as it is written (A1; `adminRoles` of the configuration). */
export interface AdminRoles {
  readonly manage: RoleId;
  readonly login: RoleId;
}

/** The admin roles unless the configuration names others. */
export const DEFAULT_ADMIN_ROLES: AdminRoles = { manage: ADMIN_SPELLINGS[0], login: PORTAL_LOGIN };

const fact = (id: string, label: string, rest: Partial<Omit<RoleFact, "id" | "label">> = {}): RoleFact => ({
  id: toRoleId(id),
  label,
  licensed: false,
  owner: "manifest",
  ...rest,
});

const supervisor = (level: number, label: string): RoleFact =>
  fact(`customer.user.supervisorl${level}`, label, { licensed: true, group: "supervisor" });

/** The service's roles for customer users; `extraRoles` of the configuration admits more. */
export const ROLES: readonly RoleFact[] = [
  fact("customer.user", "Website User"),
  fact("user.admin", "Manage Users"),
  fact("admin.user", "User Administrator"),
  fact("customer.settings", "Customer Settings"),
  fact("customer.user.pbx", "Essential User", { licensed: true, owner: "pbx" }),
  fact("customer.user.pbx.realtime", "Real-Time Add-On", { licensed: true, requires: PBX_USER }),
  fact("customer.user.acd", "Agent User Add-On", { licensed: true, requires: PBX_USER }),
  fact("customer.user.uc", "UC User"),
  fact("customer.user.uc.softphone", "UC Softphone", { requires: toRoleId("customer.user.uc") }),
  fact("customer.user.uc.remote", "Professional User", {
    licensed: true,
    requires: toRoleId("customer.user.uc"),
  }),
  fact("customer.user.microsoftteams", "Microsoft Teams User", { licensed: true, owner: "platform" }),
  supervisor(1, "Reporter Supervisor"),
  supervisor(2, "Analytics Supervisor"),
  supervisor(3, "Real-Time Supervisor"),
  supervisor(4, "Contact Center Supervisor"),
];

/** The catalogue of a run: the service's roles and the configuration's `extraRoles`. */
export function roleCatalogue(extra: readonly RoleFact[] = []): RoleCatalogue {
  return new Map([...ROLES, ...extra].map((role) => [role.id, role]));
}

/** Whether the role is the "manage users" half of an admin, in either spelling (A1) or the configured one. */
export function isManageRole(role: RoleId, adminRoles: AdminRoles): boolean {
  return role === adminRoles.manage || ADMIN_SPELLINGS.includes(role);
}

/** The other spelling of the admin role (A1). */
export function otherSpelling(manage: RoleId): RoleId {
  const [guide, example] = ADMIN_SPELLINGS;
  return manage === guide ? example : guide;
}

/** Whether these roles make their holder an admin: both permissions, the first in either spelling (guide step 3, A1). */
export function isAdmin(roles: readonly RoleId[], adminRoles: AdminRoles): boolean {
  return roles.includes(adminRoles.login) && roles.some((role) => isManageRole(role, adminRoles));
}

/** The role under the one name it is compared by: both admin spellings become the configured one (A1). */
export function comparableRole(role: RoleId, adminRoles: AdminRoles): RoleId {
  return isManageRole(role, adminRoles) ? adminRoles.manage : role;
}

/** Whether two role sets, in any order and either admin spelling, are the same. */
export function sameRoles(
  left: readonly RoleId[],
  right: readonly RoleId[],
  adminRoles: AdminRoles,
): boolean {
  const reshape = (roles: readonly RoleId[]): string =>
    [...new Set(roles.map((role) => comparableRole(role, adminRoles)))].toSorted().join(" ");
  return reshape(left) === reshape(right);
}
