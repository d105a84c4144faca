import type { Hold, Wave } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import { diffMissingUser } from "./missing-user.ts";
import type { PlanContext } from "../context.ts";
import { diffDeletedUser } from "./delete-user.ts";
import { EMPTY_DIFF, mergeDiffs, unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { matchUsers, type UserMatch } from "./match-users.ts";
import { identity } from "./person.ts";
import { diffUnlistedUsers } from "./unlisted-users.ts";
import { diffExistingUser } from "./update-user.ts";
import { desiredRoles } from "./desired-roles.ts";

/** The admins and users of a customer that is there. */
export function diffUsers(desired: DesiredCustomer, live: PresentCustomer, context: PlanContext): Diff {
  const { matches, unnamed } = matchUsers(desired.users, live.users);
  const named = matches.map((match) => diffUser(match, desired, live, context));
  return mergeDiffs([...named, diffUnlistedUsers(desired, live, matches, unnamed, context)]);
}

/** The admins and users of a customer that is to be created: creates, and imports to wait for. */
export function createUsers(desired: DesiredCustomer, context: PlanContext): Diff {
  const present = desired.users.filter((user) => user.state === "present");
  return mergeDiffs(present.map((user) => diffMissingUser(user, context)));
}

function diffUser(
  match: UserMatch,
  customer: DesiredCustomer,
  live: PresentCustomer,
  context: PlanContext,
): Diff {
  const { desired } = match;
  const [found, ...others] = match.live;
  if (others.length > 0) return held(match, found, ambiguity(match), context);
  if (!found) return desired.state === "absent" ? unchangedDiff(1) : diffMissingUser(desired, context);
  if (desired.state === "absent") return diffDeletedUser(desired, found, live, context);
  return diffExistingUser(desired, found, customer, live, context);
}

/** Several live users answer to the address: reported, and nobody is touched (A14). */
function held(match: UserMatch, found: ObservedUser | undefined, hold: Hold, context: PlanContext): Diff {
  if (!found) return EMPTY_DIFF;
  const { desired } = match;
  const wave: Wave = desired.admin ? 3 : 4;
  const change: UnassessedChange = {
    ...identity(desired),
    kind: "user",
    action: "update",
    wave,
    reason: desired.admin ? "promote" : "grant",
    fields: [],
    admin: desired.admin,
    target: { by: "id", userId: found.id },
    roles: { add: desiredRoles(desired, context.dialect), remove: [] },
    at: context.locate(desired.origin),
    hold,
  };
  return { ...unchangedDiff(0), changes: [change] };
}

function ambiguity({ desired, live }: UserMatch): Hold {
  return { why: "ambiguous", detail: `${live.length} users in Dimensions have the address ${desired.email}` };
}
