import type { FieldChange, ObjectKey, Reason } from "../../model/plan/change.ts";
import type { DesiredCustomer, DesiredUser } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";
import { diffFields, identify } from "../diff-fields.ts";
import { EMPTY_DIFF, type Diff, type UnassessedChange } from "../diff.ts";
import { personNotes } from "./person-notes.ts";
import { identity, isGuest, wantsRoles, withHigherLevelHold } from "./person.ts";
import { diffRoles, roleScope, type RoleDiff } from "./desired-roles.ts";

/** A person who is there: at most one change that gives, and one in wave 5 that takes away. */
export function diffExistingUser(
  user: DesiredUser,
  found: ObservedUser,
  customer: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): Diff {
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
    ...EMPTY_DIFF,
    changes,
    unchanged: changes.length === 0 ? 1 : 0,
    declared: fields.declared + (wantsRoles(user) ? 1 : 0),
    notCompared: [
      ...fields.notCompared,
      ...(wantsRoles(user) && found.roles === undefined
        ? [{ path: `${user.key}.roles`, why: "not-shown" as const }]
        : []),
    ],
    notes: personNotes(user, found, live, roles),
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
    before: found.email ?? { unknown: true },
    after: user.email,
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
): UnassessedChange | undefined {
  if (fields.length === 0 && roles.add.length === 0) return undefined;
  const isRename = fields.some((field) => field.name === "email");
  const formerKey: ObjectKey | undefined =
    isRename && found.key !== undefined ? `user:${found.key}` : undefined;
  return {
    action: "update",
    kind: "user",
    ...identity(user),
    ...defined({ formerKey }),
    objectId: found.id,
    wave: user.admin ? 3 : 4,
    reason: grantReason(user, roles, isRename, context),
    fields,
    roles: { ...defined({ held: found.roles }), add: roles.add, remove: roles.exchanged },
    admin: user.admin,
    at: context.locate(user.origin),
  };
}

function grantReason(user: DesiredUser, roles: RoleDiff, isRename: boolean, context: PlanContext): Reason {
  if (user.admin && roles.add.some((role) => context.dialect.isHalf(role))) return "promote";
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
): UnassessedChange | undefined {
  if (roles.remove.length === 0) return undefined;
  const isDemotion = roles.remove.some((role) => context.dialect.isManage(role));
  return {
    action: "update",
    kind: "user",
    ...identity(user),
    objectId: found.id,
    wave: 5,
    reason: isDemotion ? "demote" : "revoke",
    fields: [],
    roles: { ...defined({ held: found.roles }), add: [], remove: roles.remove },
    admin: user.admin,
    at: context.locate(user.origin),
  };
}
