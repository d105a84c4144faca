import type { Hold } from "../../model/plan/change.ts";
import type { DesiredUser } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import type { PlanContext } from "../context.ts";
import { unchangedDiff, type Diff, type UnassessedChange } from "../diff.ts";
import { identity, isGuest, withHigherLevelHold } from "./person.ts";

/** `state: absent` on a person who is there. */
export function diffDeletedUser(
  user: DesiredUser,
  found: ObservedUser,
  live: PresentCustomer,
  context: PlanContext,
): Diff {
  const change: UnassessedChange = {
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
  return { ...unchangedDiff(0), changes: [withHigherLevelHold(guarded, found)] };
}
