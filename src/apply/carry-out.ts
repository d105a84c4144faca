import type { Change } from "../model/plan/change.ts";
import { DiagnosticsError } from "../model/diagnostic.ts";
import type { Outcome, RequestNote } from "../model/plan/outcome.ts";
import { ApiError } from "../remote/api.ts";
import type { CustomerContext } from "./context/context.ts";
import { findHandler } from "./handlers.ts";
import { EndedError, FailedError, HeldError, NOT_STARTED } from "./write/held-error.ts";

/** What ends a run: the end of the credentials, or of what it needs besides the service (state, login host). */
export type RunEnd = ApiError | DiagnosticsError;

/** What became of a change, and the error that ends the whole run with it. */
export interface CarriedOut {
  readonly outcome: Outcome;
  readonly ends?: RunEnd;
}

/** Carries out one change and says what became of it: the one place in which errors become outcomes. Throws our own bugs. */
export async function carryOut(change: Change, context: CustomerContext): Promise<CarriedOut> {
  context.progress.start(change);
  try {
    return { outcome: await findHandler(change)(context) };
  } catch (error) {
    if (error instanceof HeldError) return { outcome: { status: "held", hold: error.hold } };
    if (error instanceof FailedError) return { outcome: error.outcome };
    if (error instanceof EndedError) return { outcome: error.outcome, ends: error.ends };
    if (error instanceof DiagnosticsError)
      return { outcome: { status: "failed", why: error.message }, ends: error };
    if (!(error instanceof ApiError)) throw error;
    const outcome = errorOutcome(error);
    return error.kind === "unauthorised" ? { outcome, ends: error } : { outcome };
  }
}

function errorOutcome(error: ApiError): Outcome {
  const { kind, request } = error;
  switch (kind) {
    case "unauthorised":
      return withoutCredentials(error);
    case "lost":
      return {
        status: "unknown",
        why: `${lostReply(request)}, and reading back did not show whether the change was made`,
        request,
      };
    case "refused":
      return { status: "failed", why: refusal(error), request };
    case "invalid":
      return { status: "failed", why: `the reply of Dimensions is not valid: ${error.message}`, request };
    case "unreachable":
      return { status: "failed", why: "Dimensions could not be reached", request };
    case "stopped":
      return { status: "held", hold: NOT_STARTED };
  }
}

/** What came instead of a reply; the message of the request says more. */
function lostReply({ status }: RequestNote): string {
  return status !== undefined && status < 300 ? "no valid reply" : "no reply";
}

/** A write whose reply was lost as the credentials ended is unknown: it could not be read back. */
function withoutCredentials({ request, cause }: ApiError): Outcome {
  if (cause instanceof ApiError && cause.kind === "lost") {
    return {
      status: "unknown",
      why: "no reply, and the credentials expired before the change could be read back",
      request,
    };
  }
  return { status: "failed", why: "Dimensions refused the credentials", request };
}

function refusal({ request }: ApiError): string {
  return request.message === undefined
    ? "Dimensions refused it"
    : `Dimensions refused it: ${request.message}`;
}
