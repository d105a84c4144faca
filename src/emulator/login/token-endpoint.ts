import { createHash } from "node:crypto";
import { defined } from "../../model/json/defined.ts";
import type { JsonObject } from "../../model/json/json.ts";
import { json, type Reply } from "../wire/envelope.ts";
import { newId } from "../world/new-id.ts";
import type { OauthContext } from "./oauth-context.ts";
import type { CodeGrant, OauthState, RefreshGrant } from "../world/state.ts";

/** Whom tokens are issued to, and as descendants of which sign-in. */
interface Grant {
  readonly clientId: string;
  readonly scope: string;
  readonly user: string;
  readonly family: string;
}

/** POST /connect/token: a code or a refresh token becomes tokens; failures are RFC 6749 errors (A10). */
export function handleToken(context: OauthContext): Reply {
  const form = new URLSearchParams(context.request.body ?? "");
  const clientId = authenticatedClient(context, form);
  if (clientId === undefined) return refused(401, "invalid_client", { "www-authenticate": "Basic" });
  switch (form.get("grant_type") ?? "") {
    case "authorization_code":
      return redeemCode(context, form, clientId);
    case "refresh_token":
      return refresh(context, form, clientId);
    default:
      return refused(400, "unsupported_grant_type");
  }
}

/** client_secret_basic or client_secret_post; the id of the client when its secret is right. */
function authenticatedClient(context: OauthContext, form: URLSearchParams): string | undefined {
  const basic = basicCredentials(context.request.headers.authorization);
  const id = basic?.id ?? form.get("client_id") ?? "";
  const secret = basic?.secret ?? form.get("client_secret") ?? "";
  const { clients } = context.state.oauth;
  if (clients.length === 0) return id === "" ? undefined : id;
  return clients.some((client) => client.id === id && client.secret === secret) ? id : undefined;
}

function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  // Both halves are form-encoded before they are joined (RFC 6749 section 2.3.1).
  const [id = "", secret = ""] = Buffer.from(encoded, "base64")
    .toString("utf8")
    .split(":")
    .map((half) => new URLSearchParams(`v=${half}`).get("v") ?? "");
  return { id, secret };
}

function redeemCode(context: OauthContext, form: URLSearchParams, clientId: string): Reply {
  const { codes } = context.state.oauth;
  const code = form.get("code") ?? "";
  const grant = Object.hasOwn(codes, code) ? codes[code] : undefined;
  delete codes[code];
  if (!grant || !isGoodCode(context, grant, form, clientId)) return refused(400, "invalid_grant");
  const { scope, user, nonce } = grant;
  return issue(context, { clientId, scope, user, family: newId(context.random) }, nonce);
}

function isGoodCode(
  { now }: OauthContext,
  grant: CodeGrant,
  form: URLSearchParams,
  clientId: string,
): boolean {
  const verifier = form.get("code_verifier");
  const challenge = verifier === null ? undefined : createHash("sha256").update(verifier).digest("base64url");
  return (
    grant.clientId === clientId &&
    grant.redirectUri === form.get("redirect_uri") &&
    grant.expiresAt > now &&
    grant.challenge === challenge
  );
}

function refresh(context: OauthContext, form: URLSearchParams, clientId: string): Reply {
  const { oauth } = context.state;
  const token = form.get("refresh_token") ?? "";
  const grant = Object.hasOwn(oauth.refreshTokens, token) ? oauth.refreshTokens[token] : undefined;
  if (!grant || grant.clientId !== clientId || grant.expiresAt <= context.now) {
    return refused(400, "invalid_grant");
  }
  if (grant.spent) {
    if (context.switches.refreshReuse === "drop-family") dropFamily(oauth, grant.family);
    return { ...refused(400, "invalid_grant"), effect: "issue-token" };
  }
  if (context.switches.refreshTokens === "reusable") return issue(context, grant, undefined, token);
  grant.spent = true;
  return issue(context, grant);
}

/** A spent token came again: someone has a copy, so nothing that descends from that sign-in is good any more. */
function dropFamily(oauth: OauthState, family: string): void {
  const drop = (grants: Record<string, { readonly family: string }>): void => {
    for (const [token, grant] of Object.entries(grants)) if (grant.family === family) delete grants[token];
  };
  drop(oauth.accessTokens);
  drop(oauth.refreshTokens);
}

function issue(context: OauthContext, grant: Grant, nonce?: string, kept?: string): Reply {
  const { oauth } = context.state;
  const { accessTokenSeconds, refreshTokenSeconds } = context.switches;
  const scopes = grant.scope.split(" ");
  const accessToken = newId(context.random);
  const { family } = grant;
  oauth.accessTokens[accessToken] = { family, expiresAt: context.now + accessTokenSeconds * 1000 };
  let refreshToken = kept;
  if (kept === undefined && scopes.includes("offline_access")) {
    refreshToken = newId(context.random);
    const expiresAt = context.now + refreshTokenSeconds * 1000;
    oauth.refreshTokens[refreshToken] = refreshGrant(grant, expiresAt);
  }
  const body = {
    ...(scopes.includes("openid") && { id_token: context.signer.sign(claims(context, grant, nonce)) }),
    access_token: accessToken,
    expires_in: accessTokenSeconds,
    token_type: "Bearer",
    ...defined({ refresh_token: refreshToken }),
    scope: grant.scope,
  };
  return json(200, body, { headers: { "cache-control": "no-store" }, effect: "issue-token" });
}

function refreshGrant({ clientId, scope, user, family }: Grant, expiresAt: number): RefreshGrant {
  return { clientId, scope, user, family, expiresAt, spent: false };
}

function claims({ baseUrl, now, switches }: OauthContext, grant: Grant, nonce?: string): JsonObject {
  const nowSeconds = Math.floor(now / 1000);
  return {
    iss: baseUrl,
    sub: grant.user,
    aud: grant.clientId,
    iat: nowSeconds,
    exp: nowSeconds + switches.accessTokenSeconds,
    ...defined({ nonce }),
  };
}

function refused(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return json(status, { error }, { headers: { "cache-control": "no-store", ...headers } });
}
