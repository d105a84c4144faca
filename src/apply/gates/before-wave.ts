import type { Hold, Wave } from "../../model/plan/change.ts";
import { ApiError } from "../../remote/api.ts";
import type { CustomerContext } from "../context/context.ts";
import { confirmAdmin } from "../user/confirm-admin.ts";

/** Why nothing of this wave may start; undefined when it may. */
export async function gateBefore(wave: Wave, context: CustomerContext): Promise<Hold | undefined> {
  const { plan, progress } = context;
  const failure = progress.failure();
  if (failure) return { why: "depends-on", on: failure.key };
  if (progress.tenantId === undefined && wave > 1) return { why: "depends-on", on: "customer" };
  const concernsUsers = plan.changes.some((change) => change.wave === wave && change.kind === "user");
  return wave >= 4 && concernsUsers ? gateOnAdmin(context) : undefined;
}

/** Guide step 4: no other user or role can be changed before an admin is assigned. */
async function gateOnAdmin({ progress, api, options }: CustomerContext): Promise<Hold | undefined> {
  try {
    if (await confirmAdmin(progress, api, options.dialect)) return undefined;
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind === "unauthorised") throw error;
    return { why: "no-admin", detail: `could not read whether an admin is confirmed: ${error.message}` };
  }
  return { why: "no-admin", detail: "Dimensions has not confirmed an admin yet" };
}
