import { Refusal } from "./refusal.ts";
import type { OtherCustomer, World } from "./types.ts";

const SUPERVISORS = [1, 2, 3, 4].map((level) => `customer.user.supervisorl${level}`);

const KNOWN_ROLES = new Set([
  "customer.user",
  "customer.settings",
  "customer.user.pbx",
  "customer.user.pbx.realtime",
  "customer.user.acd",
  "customer.user.uc",
  "customer.user.uc.remote",
  "customer.user.uc.softphone",
  "customer.user.microsoftteams",
  ...SUPERVISORS,
]);

const NEEDS: Readonly<Record<string, string>> = {
  "customer.user.uc.remote": "customer.user.uc",
  "customer.user.pbx.realtime": "customer.user.pbx",
  "customer.user.acd": "customer.user.pbx",
};

export function checkedRoles(world: World, wanted: readonly string[], imported: boolean): string[] {
  let roles = world.reading.duplicateRole === "stored" ? [...wanted] : [...new Set(wanted)];
  const unknown = roles.find((role) => !isKnown(world, role));
  if (unknown !== undefined && world.reading.unknownRole === "refused")
    throw new Refusal(400, `The role '${unknown}' is not valid.`);
  if (world.reading.unknownRole === "dropped") roles = roles.filter((one) => isKnown(world, one));
  const levels = roles.filter((role) => SUPERVISORS.includes(role));
  if (new Set(levels).size > 1) {
    if (world.reading.supervisors === "refused")
      throw new Refusal(400, "Only one supervisor role can be assigned.");
    if (world.reading.supervisors === "exchanged")
      roles = roles.filter((role) => !levels.includes(role) || role === levels.at(-1));
  }
  if (world.reading.prerequisites !== "unchecked") checkNeeds(roles);
  if (!imported) roles = roles.filter((role) => role !== "customer.user.pbx");
  return roles;
}

function isKnown(world: World, role: string): boolean {
  if (role === "user.admin" || role === "admin.user") return makesAdmin(world, role);
  return KNOWN_ROLES.has(role);
}

export function makesAdmin(world: World, role: string): boolean {
  return world.reading.adminRole === "either"
    ? role === "user.admin" || role === "admin.user"
    : role === world.reading.adminRole;
}

export function isAdmin(world: World, roles: readonly string[]): boolean {
  return (
    roles.some((one) => makesAdmin(world, one)) &&
    (!world.reading.adminNeedsLogin || roles.includes("customer.user"))
  );
}

export function hasAdmin(world: World, customer: OtherCustomer): boolean {
  return customer.users.some((user) => isAdmin(world, user.roles));
}

export function needAdmin(world: World, customer: OtherCustomer): void {
  if (world.reading.noAdminStatus === 0 || hasAdmin(world, customer)) return;
  throw new Refusal(world.reading.noAdminStatus, "No administrator has been assigned");
}

export function checkNeeds(roles: readonly string[]): void {
  for (const role of roles) {
    const needed = NEEDS[role];
    if (needed !== undefined && !roles.includes(needed))
      throw new Refusal(400, `The role '${role}' needs '${needed}'.`);
  }
}
