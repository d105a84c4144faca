import { ProblemsError } from "../model/problem.ts";
import type { LoginClient } from "./login-host.ts";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value without blanks around it; undefined when it is not set or empty, as CI systems leave a missing secret. */
export function variable(env: Environment, name: string): string | undefined {
  const value = Object.hasOwn(env, name) ? env[name]?.trim() : undefined;
  return value === "" ? undefined : value;
}

/**
 * The client id and secret of the environment; `knownId` is the id that the kept tokens were obtained with. Throws a ProblemsError
 * of kind input when there is no id.
 */
export function clientOf(env: Environment, knownId?: string): LoginClient {
  const id = variable(env, "DIMENSIONS_CLIENT_ID") ?? knownId;
  const secret = variable(env, "DIMENSIONS_CLIENT_SECRET");
  if (id !== undefined) return { id, ...(secret !== undefined && { secret }) };
  throw new ProblemsError([
    {
      code: "client-id-missing",
      severity: "error",
      summary: "DIMENSIONS_CLIENT_ID is not set.",
      hint: "Set DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET; the portal's REST API section shows them.",
    },
  ]);
}
