import type { Hold, Reason } from "../../model/plan/change.ts";
import type { DesiredUser } from "../../model/customer/desired.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";
import { fieldsToCreate } from "../diff-fields.ts";
import { EMPTY_DIFF, unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { identity } from "./person.ts";
import { desiredRoles } from "./desired-roles.ts";

/** A missing person: created directly, or pending PBX import. */
export function diffMissingUser(user: DesiredUser, context: PlanContext): Diff {
  const roles = { held: [], add: desiredRoles(user, context.dialect), remove: [] };
  const common = {
    kind: "user",
    ...identity(user),
    wave: user.admin ? 3 : 4,
    fields: fieldsToCreate(user.fields),
    roles,
    admin: user.admin,
    at: context.locate(user.origin),
  } as const;
  if (user.imported) {
    const reason: Reason = user.admin ? "promote" : roles.add.length > 0 ? "grant" : "field-differs";
    const text = `${user.email}: pending PBX import`;
    const hasWork = roles.add.length > 0 || common.fields.length > 0;
    const change: UnassessedChange = { action: "update", ...common, reason };
    return {
      ...unchangedDiff(hasWork ? 0 : 1),
      changes: hasWork ? [change] : [],
      notes: [{ code: "not-imported-yet", text }],
    };
  }
  const hold: Hold = { why: "incomplete", detail: `displayName of ${user.email}` };
  const change: UnassessedChange = {
    action: "create",
    ...common,
    reason: "not-in-dimensions",
    ...defined({ hold: user.fields.has("displayName") ? undefined : hold }),
  };
  return { ...EMPTY_DIFF, changes: [change, ...withoutLogin(user, context)] };
}

/**
 * The service gives every user it creates the portal login (CONTRACT.md section 5.3): where the manifest wants none,
 * it is taken in the fifth wave from whoever has the address then.
 */
function withoutLogin(user: DesiredUser, context: PlanContext): readonly UnassessedChange[] {
  if (user.login !== false) return [];
  return [
    {
      action: "update",
      kind: "user",
      ...identity(user),
      wave: 5,
      reason: "revoke",
      fields: [],
      roles: { add: [], remove: [context.dialect.login] },
      admin: false,
      at: context.locate(user.origin),
    },
  ];
}
