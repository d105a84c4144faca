import type { Hold } from "../../model/plan/change.ts";
import type { DesiredUser } from "../../model/customer/desired.ts";
import type { ObservedUser, PresentCustomer } from "../../model/customer/observed.ts";
import { defined } from "../../model/json/defined.ts";
import type { PlanContext } from "../context.ts";
import { EMPTY_DIFF, type Diff, type UnassessedChange } from "../diff.ts";
import { identity, isGuest, withHigherLevelHold } from "./person.ts";

/** `state: absent` on a person who is there. */
export function diffDeletedUser(
  user: DesiredUser,
  found: ObservedUser,
  live: PresentCustomer,
  context: PlanContext,
): Diff {
  const change: UnassessedChange = {
    action: "delete",
    kind: "user",
    ...identity(user),
    objectId: found.id,
    wave: 5,
    reason: "declared-absent",
    fields: [],
    roles: { ...defined({ held: found.roles }), add: [], remove: found.roles ?? [] },
    at: context.locate(user.origin),
  };
  const hold: Hold = { why: "higher-level", detail: `${user.email} belongs to another tenant` };
  const guarded = isGuest(found, live) ? { ...change, hold } : change;
  return { ...EMPTY_DIFF, changes: [withHigherLevelHold(guarded, found)] };
}
