import type { DesiredFields } from "../../model/customer/fields.ts";
import type { DesiredPbx } from "../../model/customer/desired.ts";
import type { PresentCustomer } from "../../model/customer/observed.ts";
import { plainJson } from "../../model/customer/value.ts";
import type { PlanContext } from "../context.ts";
import type { LiveObject } from "../diff-fields.ts";

/**
 * The declared fields with the default of `enabled`, which is on (A4). A profile that is shown as off, or is not known to be on,
 * is therefore never reported as in sync, whether or not anything is remembered of it.
 */
export function withDefaultEnabled(desired: DesiredPbx): DesiredFields {
  if (desired.fields.has("enabled")) return desired.fields;
  return new Map([...desired.fields, ["enabled", { value: true, origin: desired.origin }]]);
}

/**
 * The context in which the profile is compared. Where neither the service nor the memory says whether it is on, and the customer has no
 * confirmed admin, its onboarding was cut off at or before this profile: the wave of the admins comes after the one of the PBXs. Its
 * enabling then counts as begun and never confirmed.
 */
export function asCutOff(
  fields: DesiredFields,
  live: LiveObject,
  customer: PresentCustomer,
  context: PlanContext,
): PlanContext {
  const wantsOn = plainJson(fields.get("enabled")?.value) === true;
  if (!wantsOn || live.fields.has("enabled") || hasConfirmedAdmin(customer, context)) return context;
  return {
    ...context,
    lookupLastWritten: (owner, key, field, value) => {
      const lastWritten = context.lookupLastWritten(owner, key, field, value);
      return field === "enabled" && lastWritten === "missing" ? "pending" : lastWritten;
    },
  };
}

/** Whether nobody can have worked with the customer yet: all its people are known by their roles, and none is an admin. */
export function isWithoutAdmin(customer: PresentCustomer, context: PlanContext): boolean {
  return customer.users.every(({ roles }) => roles !== undefined) && !hasConfirmedAdmin(customer, context);
}

function hasConfirmedAdmin({ users }: PresentCustomer, { dialect }: PlanContext): boolean {
  return users.some(({ roles }) => dialect.isAdmin(roles ?? []));
}
