import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { PresentCustomer } from "../../model/customer/observed.ts";
import { diffMissingUser } from "./missing-user.ts";
import type { PlanContext } from "../context.ts";
import { diffDeletedUser } from "./delete-user.ts";
import { EMPTY_DIFF, mergeDiffs, unchangedDiff, type Diff } from "../diff.ts";
import { matchUsers, type UserMatch } from "./match-users.ts";
import { identity } from "./person.ts";
import { diffUnlistedUsers } from "./unlisted-users.ts";
import { diffExistingUser } from "./update-user.ts";

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
  if (others.length > 0) return blocked(match, context);
  if (!found) return desired.state === "absent" ? unchangedDiff(1) : diffMissingUser(desired, context);
  if (desired.state === "absent") return diffDeletedUser(desired, found, live, context);
  return diffExistingUser(desired, found, customer, live, context);
}

/** Several live users answer to the address: reported, and nobody is touched (A14). */
function blocked({ desired, live }: UserMatch, context: PlanContext): Diff {
  const { key, email } = identity(desired);
  const detail = `${live.length} live users have the address ${email}`;
  const at = context.locate(desired.origin);
  return { ...EMPTY_DIFF, blocked: [{ kind: "user", key, reason: "ambiguous", detail, at }] };
}
