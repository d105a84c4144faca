import type { Hold } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { EmailKey, RoleId } from "../../model/ids.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";
import { EMPTY_DIFF, type Diff, type UnassessedChange } from "../diff.ts";
import type { UserMatch } from "./match-users.ts";
import { grantedRoles, roleScope } from "./desired-roles.ts";

/**
 * Users that the manifest does not name. `exact` lists demote and revoke, and never delete: PBX users come back. Additive
 * lists leave them alone, and the plan says how many.
 */
export function diffUnlistedUsers(
  desired: DesiredCustomer,
  live: PresentCustomer,
  matches: readonly UserMatch[],
  unnamed: readonly ObservedUser[],
  context: PlanContext,
): Diff {
  const demoted = desired.manage.admins === "exact" ? namedAsUsersOnly(matches) : [];
  const named = namedKeys(desired);
  const changes = [...unnamed, ...demoted]
    .map((user) => takeAway(user, named, desired, live, context))
    .filter((change) => change !== undefined);
  const touched = new Set(changes.map((change) => change.key));
  const alone = unnamed.filter((user) => !touched.has(userKey(user)));
  return { ...EMPTY_DIFF, changes, notes: noteUnlisted(alone.length) };
}

/** Listed under `users` with unmanaged roles: `admins: exact` does not count them as named admins. */
function namedAsUsersOnly(matches: readonly UserMatch[]): readonly ObservedUser[] {
  return matches
    .filter(
      ({ desired, live }) =>
        !desired.admin && desired.roles === undefined && desired.state === "present" && live.length === 1,
    )
    .flatMap(({ live }) => live);
}

/** Everyone whom the manifest names, by today's and former address. */
function namedKeys({ users }: DesiredCustomer): ReadonlySet<EmailKey | undefined> {
  return new Set(
    users.flatMap(({ key, previously }) => [key, ...(previously === undefined ? [] : [previously])]),
  );
}

function takeAway(
  user: ObservedUser,
  named: ReadonlySet<EmailKey | undefined>,
  desired: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): UnassessedChange | undefined {
  const remove = surplusRoles(user, named, desired, live, context);
  if (remove.length === 0) return undefined;
  const email = user.email ?? user.id;
  const hold: Hold | undefined = user.isParent ? { why: "higher-level", detail: email } : undefined;
  const isDemotion = remove.some((role) => context.dialect.isManage(role));
  return {
    action: "update",
    kind: "user",
    key: userKey(user),
    objectId: user.id,
    email,
    wave: 5,
    reason: isDemotion ? "demote" : "not-in-manifest",
    fields: [],
    roles: { ...defined({ held: user.roles }), add: [], remove },
    admin: false,
    at: context.locate(desired.origin),
    ...defined({ hold }),
  };
}

function surplusRoles(
  user: ObservedUser,
  named: ReadonlySet<EmailKey | undefined>,
  desired: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): readonly RoleId[] {
  const held = user.roles ?? [];
  const manageRoles = held.filter((role) => context.dialect.isManage(role));
  // Somebody without an address is named by nobody.
  const isNamed = user.key !== undefined && named.has(user.key);
  if (desired.manage.admins === "additive" && manageRoles.length > 0) return [];
  const takesGrants = desired.managesUsers && desired.manage.users === "exact" && !isNamed;
  if (!takesGrants) return desired.manage.admins === "exact" ? manageRoles : [];
  const scope = roleScope(desired, live.fields.get("syncAcdAgentWithPbx"));
  return [...new Set([...manageRoles, ...grantedRoles(held, scope, context)])];
}

function noteUnlisted(count: number): Diff["notes"] {
  if (count === 0) return [];
  const noun = count === 1 ? "1 more user" : `${count} more users`;
  return [{ code: "left-alone", text: `${noun} in Dimensions: unmanaged (ignored)` }];
}

function userKey(user: ObservedUser): `user:${string}` {
  return `user:${user.key ?? user.id}`;
}
