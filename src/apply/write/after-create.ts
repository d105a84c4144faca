import { DiagnosticsError } from "../../model/diagnostic.ts";
import { ApiError } from "../../remote/api.ts";
import { EndedError, FailedError } from "./held-error.ts";

/**
 * Runs what follows a create. An object that was created is never said to be refused or not started, whatever comes of
 * the rest: throws a FailedError that says so, with `lacks` as what is missing (e.g. `not enabled`). `exists`: where nobody
 * knows whether this create or somebody else has made it. The end of the
 * credentials goes through.
 */
export async function afterCreate<Result>(
  lacks: string,
  work: () => Promise<Result>,
  is: "created" | "exists" = "created",
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DiagnosticsError)
      throw new EndedError({ status: "failed", why: `created, but ${lacks}: ${error.message}` }, error);
    if (!(error instanceof ApiError) || error.kind === "unauthorised") throw error;
    const { kind, message, request } = error;
    const why = `${is}, but ${lacks}: ${message}`;
    throw new FailedError({ status: kind === "lost" ? "unknown" : "failed", why, request });
  }
}
