import type { Change } from "../model/plan/change.ts";
import type { Outcome } from "../model/plan/outcome.ts";
import { ApiError } from "../remote/api.ts";
import { LastAdminError } from "./user/admins.ts";
import { createCustomer, deleteCustomer, updateCustomer } from "./customer/customers.ts";
import { AmbiguousError } from "./write/lookup.ts";
import { MissingSecretError } from "./write/patch-ops.ts";
import { createPbx, deletePbx, updatePbx } from "./pbx/pbxs.ts";
import { StoppedError } from "./write/recover.ts";
import type { CustomerRun } from "./run.ts";
import { createUser, deleteUser, updateUser } from "./user/users.ts";

const NOT_STARTED: Outcome = {
  status: "held",
  hold: { why: "not-started", detail: "the run ended first" },
};

/**
 * Carries out one change and says what became of it. The only error it lets through is the end of the credentials, which
 * ends the whole run, and our own bugs.
 */
export async function carryOut(change: Change, run: CustomerRun): Promise<Outcome> {
  try {
    return await dispatch(change, run);
  } catch (error) {
    if (error instanceof AmbiguousError)
      return { status: "held", hold: { why: "ambiguous", detail: error.message } };
    if (error instanceof LastAdminError) return { status: "held", hold: { why: "last-admin" } };
    if (error instanceof MissingSecretError) return { status: "failed", why: error.message };
    if (error instanceof StoppedError) return NOT_STARTED;
    if (error instanceof ApiError) return errorOutcome(error);
    throw error;
  }
}

function dispatch(change: Change, run: CustomerRun): Promise<Outcome> {
  switch (change.kind) {
    case "customer":
      if (change.action === "create") return createCustomer(change, run);
      return change.action === "update" ? updateCustomer(change, run) : deleteCustomer(change, run);
    case "pbx":
      if (change.action === "create") return createPbx(change, run);
      return change.action === "update" ? updatePbx(change, run) : deletePbx(change, run);
    case "user":
      if (change.action === "create") return createUser(change, run);
      return change.action === "update" ? updateUser(change, run) : deleteUser(change, run);
  }
}

function errorOutcome(error: ApiError): Outcome {
  const { request } = error;
  switch (error.kind) {
    case "unauthorised":
      throw error;
    case "lost":
      return {
        status: "unknown",
        why: "no reply, and reading back did not show whether the change was made",
        request,
      };
    case "refused":
      return { status: "failed", why: refusal(error), request };
    case "unreachable":
      return { status: "failed", why: "Dimensions could not be reached", request };
    case "stopped":
      return NOT_STARTED;
  }
}

function refusal({ request }: ApiError): string {
  return request.message === undefined
    ? "Dimensions refused it"
    : `Dimensions refused it: ${request.message}`;
}
