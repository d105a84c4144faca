import type { FieldChange, Hold, ObjectKey, Reason, Wave } from "../model/change.ts";
import type { DesiredCustomer, DesiredUser } from "../model/desired.ts";
import type { EmailKey } from "../model/ids.ts";
import type { ObservedUser, PresentCustomer } from "../model/observed.ts";
import type { Remark } from "../model/plan.ts";
import { isManageRole, PBX_USER } from "../model/roles.ts";
import type { PlanContext } from "./context.ts";
import { diffFields, fieldsToCreate, identify } from "./diff-fields.ts";
import { EMPTY_DRAFT, joinDrafts, type Draft, type Unweighed } from "./draft.ts";
import { matchUsers, type UserMatch } from "./match-users.ts";
import { diffUnnamed } from "./unnamed-users.ts";
import { diffRoles, roleScope, wishedRoles, type RoleDiff } from "./wished-roles.ts";

/** The admins and users of a customer that is there. */
export function diffUsers(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Draft {
  const { matches, unnamed } = matchUsers(desired.users, live.users);
  const named = matches.map((match) => diffUser(match, desired, live, context));
  return joinDrafts([...named, diffUnnamed(desired, live, matches, unnamed, context)]);
}

/** The admins and users of a customer that is to be created: creates, and imports to wait for. */
export function createUsers(desired: DesiredCustomer, context: PlanContext): Draft {
  const present = desired.users.filter((user) => user.state === "present");
  return joinDrafts(present.map((user) => absentUser(user, context)));
}

function diffUser(
  match: UserMatch,
  customer: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): Draft {
  const { desired } = match;
  const [found, ...others] = match.live;
  if (others.length > 0) return held(match, found, ambiguity(match), context);
  if (!found) return desired.state === "absent" ? settled(1) : absentUser(desired, context);
  if (desired.state === "absent") return deleteUser(desired, found, live, context);
  return updateUser(desired, found, customer, live, context);
}

/** A person who is not there: created at once, or waited for when the PBX import brings them. */
function absentUser(user: DesiredUser, context: PlanContext): Draft {
  const roles = { held: [], add: wishedRoles(user, context.adminRoles), remove: [] };
  const common = {
    ...identity(user),
    kind: "user",
    wave: user.admin ? 3 : 4,
    fields: fieldsToCreate("user", user.fields),
    admin: user.admin,
    roles,
    at: context.locate(user.origin),
  } as const;
  if (user.imported) {
    const reason: Reason = user.admin ? "promote" : roles.add.length > 0 ? "grant" : "field-differs";
    const text = `${user.email} is waited for: the PBX import brings this person`;
    const hasWork = roles.add.length > 0 || common.fields.length > 0;
    const change: Unweighed = { ...common, action: "update", target: { by: "import" }, reason };
    return {
      ...settled(hasWork ? 0 : 1),
      changes: hasWork ? [change] : [],
      remarks: [{ code: "not-imported-yet", text }],
    };
  }
  const hold: Hold = { why: "incomplete", detail: `displayName of ${user.email}` };
  const lacksName = !user.fields.has("displayName");
  const change: Unweighed = {
    ...common,
    action: "create",
    reason: "not-in-dimensions",
    ...(lacksName && { hold }),
  };
  return { ...settled(0), changes: [change] };
}

function updateUser(
  user: DesiredUser,
  found: ObservedUser,
  customer: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): Draft {
  const fields = personFields(user, found, live, customer, context);
  const roles = diffRoles(
    user,
    found.roles,
    roleScope(customer, live.fields.get("syncAcdAgentWithPbx")),
    context,
  );
  const changes = [
    grantChange(user, found, fields.changes, roles, context),
    revokeChange(user, found, roles, context),
  ]
    .filter((change) => change !== undefined)
    .map((change) => withHigherLevelHold(change, found));
  return {
    changes,
    unchanged: changes.length === 0 ? 1 : 0,
    declared: fields.declared + (wantsRoles(user) ? 1 : 0),
    notCompared: [
      ...fields.notCompared,
      ...(wantsRoles(user) && found.roles === undefined
        ? [{ path: `${user.key}.roles`, why: "not-shown" as const }]
        : []),
    ],
    remarks: [...guestRemarks(user, found, live), ...roleRemarks(user, found, roles)],
  };
}

/** displayName and, after a rename, the e-mail. A person whose home is another tenant keeps both (section 8, 15). */
function personFields(
  user: DesiredUser,
  found: ObservedUser,
  live: PresentCustomer,
  customer: DesiredCustomer,
  context: PlanContext,
): ReturnType<typeof diffFields> {
  const key: ObjectKey = `user:${found.key ?? user.key}`;
  const diff = diffFields(
    isGuest(found, live) ? new Map() : user.fields,
    { kind: "user", customer: identify(customer, live), key, fields: found.fields },
    `${user.key}.`,
    context,
  );
  if (found.key === user.key || isGuest(found, live)) return diff;
  const rename: FieldChange = {
    name: "email",
    path: "/email",
    before: found.email === undefined ? { kind: "unknown" } : { kind: "value", value: found.email },
    after: { kind: "plain", value: user.email },
  };
  return { ...diff, changes: [rename, ...diff.changes] };
}

/** Wave 3 for admins, 4 for the others: fields, additions, and exchanges within a mutually exclusive group. */
function grantChange(
  user: DesiredUser,
  found: ObservedUser,
  fields: readonly FieldChange[],
  roles: RoleDiff,
  context: PlanContext,
): Unweighed | undefined {
  if (fields.length === 0 && roles.add.length === 0) return undefined;
  const isRename = fields.some((field) => field.name === "email");
  return {
    ...identity(user),
    ...(isRename && found.key !== undefined && { formerKey: `user:${found.key}` as const }),
    kind: "user",
    action: "update",
    wave: user.admin ? 3 : 4,
    reason: grantReason(user, roles, isRename, context),
    fields,
    admin: user.admin,
    target: { by: "id", userId: found.id },
    roles: { ...(found.roles && { held: found.roles }), add: roles.add, remove: roles.exchanged },
    at: context.locate(user.origin),
  };
}

function grantReason(user: DesiredUser, roles: RoleDiff, isRename: boolean, context: PlanContext): Reason {
  const { adminRoles } = context;
  if (user.admin && roles.add.some((role) => isManageRole(role, adminRoles) || role === adminRoles.login))
    return "promote";
  if (roles.exchanged.length > 0) return "exchange";
  if (roles.add.length > 0) return "grant";
  return isRename ? "renamed" : "field-differs";
}

/** Wave 5: what is taken away, after everything has been given. */
function revokeChange(
  user: DesiredUser,
  found: ObservedUser,
  roles: RoleDiff,
  context: PlanContext,
): Unweighed | undefined {
  if (roles.remove.length === 0) return undefined;
  const isDemotion = roles.remove.some((role) => isManageRole(role, context.adminRoles));
  return {
    ...identity(user),
    kind: "user",
    action: "update",
    wave: 5,
    reason: isDemotion ? "demote" : "revoke",
    fields: [],
    admin: user.admin,
    target: { by: "id", userId: found.id },
    roles: { ...(found.roles && { held: found.roles }), add: [], remove: roles.remove },
    at: context.locate(user.origin),
  };
}

function deleteUser(
  user: DesiredUser,
  found: ObservedUser,
  live: PresentCustomer,
  context: PlanContext,
): Draft {
  const change: Unweighed = {
    ...identity(user),
    kind: "user",
    action: "delete",
    wave: 5,
    reason: "declared-absent",
    fields: [],
    userId: found.id,
    roles: { ...(found.roles && { held: found.roles }), add: [], remove: found.roles ?? [] },
    at: context.locate(user.origin),
  };
  const hold: Hold = { why: "higher-level", detail: `${user.email} belongs to another tenant` };
  const guarded = isGuest(found, live) ? { ...change, hold } : change;
  return { ...settled(0), changes: [withHigherLevelHold(guarded, found)] };
}

/** Whether the person's home is another tenant: a delete there would reach beyond this customer. */
function isGuest(found: ObservedUser, live: PresentCustomer): boolean {
  return found.primaryTenant !== undefined && found.primaryTenant !== live.tenantId;
}

function held(match: UserMatch, found: ObservedUser | undefined, hold: Hold, context: PlanContext): Draft {
  if (!found) return EMPTY_DRAFT;
  const { desired } = match;
  const wave: Wave = desired.admin ? 3 : 4;
  const change: Unweighed = {
    ...identity(desired),
    kind: "user",
    action: "update",
    wave,
    reason: desired.admin ? "promote" : "grant",
    fields: [],
    admin: desired.admin,
    target: { by: "id", userId: found.id },
    roles: { add: wishedRoles(desired, context.adminRoles), remove: [] },
    at: context.locate(desired.origin),
    hold,
  };
  return { ...settled(0), changes: [change] };
}

function ambiguity({ desired, live }: UserMatch): Hold {
  return { why: "ambiguous", detail: `${live.length} users in Dimensions have the address ${desired.email}` };
}

function withHigherLevelHold(change: Unweighed, found: ObservedUser): Unweighed {
  if (!found.isParent) return change;
  return {
    ...change,
    hold: { why: "higher-level", detail: found.email ?? found.id },
  };
}

function guestRemarks(user: DesiredUser, found: ObservedUser, live: PresentCustomer): readonly Remark[] {
  if (!isGuest(found, live) || (user.fields.size === 0 && found.key === user.key)) return [];
  const text = `${user.email} belongs to another tenant: name and address are left as they are`;
  return [{ code: "higher-level", text }];
}

function roleRemarks(user: DesiredUser, found: ObservedUser, roles: RoleDiff): readonly Remark[] {
  const remarks: Remark[] = [];
  if (wantsRoles(user) && found.roles === undefined) {
    remarks.push({
      code: "roles-not-shown",
      text: `Dimensions does not show the roles of ${user.email}; they are not compared`,
    });
  }
  if (found.roles && !found.roles.includes(PBX_USER) && needsPbxRole(roles)) {
    remarks.push({
      code: "waits-for-pbx-role",
      text: `${user.email} does not hold customer.user.pbx yet; only the PBX grants it`,
    });
  }
  if (roles.unknown.length > 0) {
    remarks.push({
      code: "left-alone",
      text: `${user.email} keeps ${roles.unknown.join(", ")}: not in the catalogue of roles`,
    });
  }
  return remarks;
}

function needsPbxRole(roles: RoleDiff): boolean {
  return roles.add.some((role) => role.startsWith(`${PBX_USER}.`) || role === "customer.user.acd");
}

function wantsRoles(user: DesiredUser): boolean {
  return user.admin || user.roles !== undefined || user.login !== undefined;
}

function identity(user: DesiredUser): { key: ObjectKey; email: string; emailKey: EmailKey } {
  return { key: `user:${user.key}`, email: user.email, emailKey: user.key };
}

function settled(unchanged: number): Draft {
  return { ...EMPTY_DRAFT, unchanged };
}
