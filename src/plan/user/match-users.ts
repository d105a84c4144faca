import type { DesiredCustomer, DesiredUser } from "../../model/customer/desired.ts";
import type { EmailKey } from "../../model/ids.ts";
import type { ObservedCustomer, ObservedUser } from "../../model/customer/observed.ts";

/** A declared person with the live users that may be meant. */
export interface UserMatch {
  readonly desired: DesiredUser;
  /** One: the person. None: not there. Several: an ambiguity that is reported and not touched (A14). */
  readonly live: readonly ObservedUser[];
}

/** The declared people with their live users, and the rest. */
export interface UserMatches {
  readonly matches: readonly UserMatch[];
  /** Live users that the manifest does not name. */
  readonly unnamed: readonly ObservedUser[];
}

/** Users are matched by e-mail without regard to case; a renamed person is found under `previously` (ARCHITECTURE.md, The manifest). */
export function matchUsers(desired: readonly DesiredUser[], live: readonly ObservedUser[]): UserMatches {
  const byKey = groupByKey(live);
  const matches = desired.map((user) => {
    const found = byKey.get(user.key) ?? [];
    const former = user.previously ? (byKey.get(user.previously) ?? []) : [];
    return { desired: user, live: found.length > 0 ? found : former };
  });
  const named = new Set(matches.flatMap((match) => match.live));
  return { matches, unnamed: live.filter((user) => !named.has(user)) };
}

function groupByKey(live: readonly ObservedUser[]): ReadonlyMap<EmailKey, readonly ObservedUser[]> {
  const groups = new Map<EmailKey, ObservedUser[]>();
  for (const user of live) {
    if (user.key === undefined) continue;
    const group = groups.get(user.key);
    if (group === undefined) groups.set(user.key, [user]);
    else group.push(user);
  }
  return groups;
}

/** How many live users a manifest manages: those it names, or all of them where `users: exact` takes from everybody. */
export function countManagedUsers(desired: DesiredCustomer, observed: ObservedCustomer): number {
  if (observed.state !== "present") return 0;
  if (desired.manage.users === "exact" && desired.managesUsers) return observed.users.length;
  return new Set(matchUsers(desired.users, observed.users).matches.flatMap((match) => match.live)).size;
}
