import { defined } from "../../model/json/defined.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { LoginClient } from "../login/login-host.ts";

/** Environment variables, as `process.env` has them. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** A variable's value without blanks around it; undefined when it is not set or empty, as CI systems leave a missing secret. */
export function variable(env: ProcessEnvironment, name: string): string | undefined {
  const value = Object.hasOwn(env, name) ? env[name]?.trim() : undefined;
  return value === "" ? undefined : value;
}

/**
 * Throws a DiagnosticsError of kind input when one of these variables holds what no token, id or secret can (RFC 6749,
 * appendix A: visible ASCII and blanks), and no header could carry. Values are never shown.
 */
export function requireSendable(env: ProcessEnvironment, names: readonly string[]): void {
  const diagnostics = names.flatMap((name) => {
    const value = variable(env, name) ?? "";
    return /^[\x20-\x7e]*$/.test(value) ? [] : [notSendable(name, value)];
  });
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
}

function notSendable(name: string, value: string): Diagnostic {
  const what = /[\r\n]/.test(value) ? "a line break" : "an invalid character";
  return {
    code: "bad-credential",
    severity: "error",
    summary: `${name} contains ${what}`,
    hint: "copy the value again: one line, without surrounding text",
  };
}

/**
 * The client id and secret of the environment; `knownId` is the id that the kept tokens were obtained with. Throws a DiagnosticsError
 * of kind input when there is no id, or when one of them cannot be sent.
 */
export function readLoginClient(env: ProcessEnvironment, knownId?: string): LoginClient {
  requireSendable(env, ["DIMENSIONS_CLIENT_ID", "DIMENSIONS_CLIENT_SECRET"]);
  const id = variable(env, "DIMENSIONS_CLIENT_ID") ?? knownId;
  const secret = variable(env, "DIMENSIONS_CLIENT_SECRET");
  if (id !== undefined) return { id, ...defined({ secret }) };
  throw new DiagnosticsError([
    {
      code: "client-id-missing",
      severity: "error",
      summary: "DIMENSIONS_CLIENT_ID is not set",
      hint: "set DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET, found in the portal's REST API section",
    },
  ]);
}
