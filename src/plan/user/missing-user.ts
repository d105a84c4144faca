import type { Hold, Reason } from "../../model/plan/change.ts";
import type { DesiredUser } from "../../model/customer/desired.ts";
import type { PlanContext } from "../context.ts";
import { fieldsToCreate } from "../diff-fields.ts";
import { unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { identity } from "./person.ts";
import { desiredRoles } from "./desired-roles.ts";

/** A person who is not there: created at once, or waited for when the PBX import brings them. */
export function diffMissingUser(user: DesiredUser, context: PlanContext): Diff {
  const roles = { held: [], add: desiredRoles(user, context.dialect), remove: [] };
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
    const change: UnassessedChange = { ...common, action: "update", target: { by: "import" }, reason };
    return {
      ...unchangedDiff(hasWork ? 0 : 1),
      changes: hasWork ? [change] : [],
      notes: [{ code: "not-imported-yet", text }],
    };
  }
  const hold: Hold = { why: "incomplete", detail: `displayName of ${user.email}` };
  const lacksName = !user.fields.has("displayName");
  const change: UnassessedChange = {
    ...common,
    action: "create",
    reason: "not-in-dimensions",
    ...(lacksName && { hold }),
  };
  return { ...unchangedDiff(0), changes: [change, ...withoutLogin(user, context)] };
}

/**
 * The service gives every user it creates the portal login (CONTRACT.md section 5.3): where the manifest wants none,
 * it is taken in the fifth wave from whoever has the address then.
 */
function withoutLogin(user: DesiredUser, context: PlanContext): readonly UnassessedChange[] {
  if (user.login !== false) return [];
  return [
    {
      ...identity(user),
      kind: "user",
      action: "update",
      wave: 5,
      reason: "revoke",
      fields: [],
      admin: false,
      target: { by: "import" },
      roles: { add: [], remove: [context.dialect.login] },
      at: context.locate(user.origin),
    },
  ];
}
