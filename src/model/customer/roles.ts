import { toRoleId, type RoleId } from "../ids.ts";
import { ADMIN_SPELLINGS } from "./admin-dialect.ts";

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

/** The roles of every imported user. */
export const PBX_USER = toRoleId("customer.user.pbx");
/** An agent of the contact centre. */
export const ACD_AGENT = toRoleId("customer.user.acd");

const [GUIDE_ADMIN, EXAMPLE_ADMIN] = ADMIN_SPELLINGS;

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
  fact(GUIDE_ADMIN, "Manage Users"),
  fact(EXAMPLE_ADMIN, "User Administrator"),
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
