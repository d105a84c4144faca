import { answerSignIn, showSignIn } from "./authorize.ts";
import { json, type Reply } from "../wire/envelope.ts";
import type { OauthContext } from "./oauth-context.ts";
import { handleToken } from "./token-endpoint.ts";

const ROUTES: ReadonlyMap<string, (context: OauthContext) => Reply> = new Map([
  ["GET /connect/authorize", showSignIn],
  ["POST /connect/authorize", answerSignIn],
  ["POST /connect/token", handleToken],
  ["GET /.well-known/openid-configuration", showConfiguration],
  ["GET /.well-known/openid-configuration/jwks", showKeys],
]);

/** Whether the path belongs to sign-in: it needs no bearer token. */
export function isOauthPath(pathname: string): boolean {
  return pathname.startsWith("/connect/") || pathname.startsWith("/.well-known/");
}

/** The answer of the login host. */
export function answerOauth(context: OauthContext): Reply {
  const handler = ROUTES.get(`${context.request.method} ${context.pathname}`);
  return handler ? handler(context) : { status: 404, headers: {}, body: "" };
}

function showConfiguration({ baseUrl }: OauthContext): Reply {
  return json(200, {
    issuer: baseUrl,
    authorization_endpoint: `${baseUrl}/connect/authorize`,
    token_endpoint: `${baseUrl}/connect/token`,
    jwks_uri: `${baseUrl}/.well-known/openid-configuration/jwks`,
    scopes_supported: ["openid", "offline_access", "onboarding"],
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  });
}

function showKeys({ signer }: OauthContext): Reply {
  return json(200, signer.keySet());
}
