import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { HostError } from "./guarded-fetch.ts";
import { makeRedactor } from "../secrets/redact.ts";
import { service } from "../service-diagnostic.ts";

/** What was being done when the login host said no. */
export type Doing = "sign-in" | "discovery" | "renewal";

/**
 * What an error of openid-client or of the way to the login host means to a person: a DiagnosticsError of kind service (exit 4).
 * `hidden` are the values that were sent: a reply that repeats one is masked. The library's error is not kept as the cause, because
 * it holds the reply. What is neither of the two is our bug and is returned as it is.
 */
export function hostDiagnostic(error: unknown, doing: Doing, hidden: readonly string[] = []): unknown {
  if (error instanceof DiagnosticsError) return error;
  const cause = error instanceof ClientError ? error.cause : error;
  if (cause instanceof HostError) return service(withoutAnswer(cause, doing));
  const answer = readErrorReply(error);
  if (answer === undefined) return error;
  const redactor = makeRedactor(hidden);
  return service(refused(answer.code, readable(redactor.redact(answer.text)), doing));
}

/** The remedy for tokens that cannot be renewed any more. */
export const SIGN_IN_AGAIN = "run `dimctl login`, or set a new DIMENSIONS_REFRESH_TOKEN";

function withoutAnswer(error: HostError, doing: Doing): Omit<Diagnostic, "severity"> {
  const { host } = error;
  switch (error.kind) {
    case "unsafe":
      return {
        code: "login-address-unsafe",
        summary: `the login URL of ${host} is neither https nor loopback; nothing was sent`,
        hint: "fix the login URL in dimctl.yaml or DIMENSIONS_LOGIN_URL",
      };
    case "unreachable":
      return {
        code: "login-host-unreachable",
        summary: `the login host could not be reached (${error.message})`,
        hint: "check the network and the login URL; nothing was sent",
      };
    case "lost":
    case "failing":
      return doing === "renewal" ? lostRenewal(error) : noAnswer(error);
  }
}

/** A10: with rotation a renewal whose reply is lost may have spent the refresh token, so it is never sent twice. */
function lostRenewal(error: HostError): Omit<Diagnostic, "severity"> {
  return {
    code: "login-reply-lost",
    summary: `the reply to a token renewal was lost (${error.message}); the refresh token may be used up`,
    hint: "re-run the command; if the token is then refused, run `dimctl login`",
  };
}

function noAnswer(error: HostError): Omit<Diagnostic, "severity"> {
  return {
    code: "login-host-failing",
    summary: `the login host did not reply properly (${error.message})`,
    hint: "try again in a few minutes",
  };
}

/** The error code and text of a reply; `unexpected` for a reply that is none of the protocol's. undefined: not a reply at all. */
function readErrorReply(error: unknown): { code: string; text: string } | undefined {
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return { code: error.error, text: error.error_description ?? error.error };
  }
  if (error instanceof WWWAuthenticateChallengeError) return { code: "invalid_client", text: "401" };
  if (error instanceof ClientError) return { code: "unexpected", text: error.message };
  return undefined;
}

function refused(code: string, text: string, doing: Doing): Omit<Diagnostic, "severity"> {
  switch (code) {
    case "access_denied":
      return {
        code: "login-consent-refused",
        summary: "consent was denied in the browser; not signed in",
        hint: "run `dimctl login` again and allow access",
      };
    case "invalid_grant":
      return doing === "renewal" ? spent() : codeRefused(text);
    case "invalid_client":
    case "unauthorized_client":
      return {
        code: "login-client-refused",
        summary: "the login host refused the client id or secret",
        hint: "compare DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET with the portal's REST API section",
      };
    default:
      return {
        code: "login-refused",
        summary: `the login host refused the ${doing}: ${text}`,
        hint: "compare the login URL, the client id and the redirect URL with the portal's REST API section",
      };
  }
}

function spent(): Omit<Diagnostic, "severity"> {
  return {
    code: "login-token-refused",
    summary: "the refresh token is expired, revoked or already used",
    hint: SIGN_IN_AGAIN,
  };
}

function codeRefused(text: string): Omit<Diagnostic, "severity"> {
  return {
    code: "login-code-refused",
    summary: `the login host did not accept the sign-in: ${text}`,
    hint: "run `dimctl login` again; the redirect URL must be the one registered in the portal",
  };
}

/** The service's text is data: printable characters on one line, and not too many of them. */
function readable(text: string): string {
  const line = text
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .replace(/\.$/, "");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
