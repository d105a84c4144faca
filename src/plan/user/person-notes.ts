import type { DesiredUser } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import type { Note } from "../../model/plan/plan.ts";
import { PBX_USER } from "../../model/customer/roles.ts";
import { isGuest, wantsRoles } from "./person.ts";
import type { RoleDiff } from "./desired-roles.ts";

/** What a reviewer should know of a person who is there, beside the changes. */
export function personNotes(
  user: DesiredUser,
  found: ObservedUser,
  live: PresentCustomer,
  roles: RoleDiff,
): readonly Note[] {
  return [...guestNotes(user, found, live), ...roleNotes(user, found, roles)];
}

function guestNotes(user: DesiredUser, found: ObservedUser, live: PresentCustomer): readonly Note[] {
  if (!isGuest(found, live) || (user.fields.size === 0 && found.key === user.key)) return [];
  const text = `${user.email} belongs to another tenant: name and address are unmanaged (ignored)`;
  return [{ code: "higher-level", text }];
}

function roleNotes(user: DesiredUser, found: ObservedUser, roles: RoleDiff): readonly Note[] {
  const notes: Note[] = [];
  if (wantsRoles(user) && found.roles === undefined) {
    notes.push({
      code: "roles-not-shown",
      text: `Dimensions does not show the roles of ${user.email}; they are not verified`,
    });
  }
  if (found.roles && !found.roles.includes(PBX_USER) && needsPbxRole(roles)) {
    notes.push({
      code: "waits-for-pbx-role",
      text: `${user.email} does not have customer.user.pbx yet; only the PBX grants it`,
    });
  }
  if (roles.unknown.length > 0) {
    notes.push({
      code: "left-alone",
      text: `${user.email} keeps ${roles.unknown.join(", ")}: not in the role catalogue`,
    });
  }
  return notes;
}

function needsPbxRole(roles: RoleDiff): boolean {
  return roles.add.some((role) => role.startsWith(`${PBX_USER}.`) || role === "customer.user.acd");
}
