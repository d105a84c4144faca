import type { Hold, Wave } from "../../model/plan/change.ts";
import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import { absentUser } from "./absent-user.ts";
import type { PlanContext } from "../context.ts";
import { deleteUser } from "./delete-user.ts";
import { EMPTY_DRAFT, joinDrafts, settled, type Draft, type Unweighed } from "../draft.ts";
import { matchUsers, type UserMatch } from "./match-users.ts";
import { identity } from "./person.ts";
import { diffUnnamed } from "./unnamed-users.ts";
import { updateUser } from "./update-user.ts";
import { wishedRoles } from "./wished-roles.ts";

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

/** Several live users answer to the address: reported, and nobody is touched (A14). */
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
