import { defined } from "../../model/json/defined.ts";
import { isJsonObject, parseJson, type JsonObject } from "../../model/json/json.ts";

/** What an access token says of itself. Read for people and for timing, never to decide what is allowed: the signature is not checked. */
export interface JwtFacts {
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** From issue to expiry. */
  readonly lifetimeMs?: number;
  readonly scopes?: readonly string[];
  /** Whose token it is (CONTRACT.md, R3): a person, and the tenant that this person works in. */
  readonly user?: string;
  readonly tenantId?: string;
  readonly tenantName?: string;
}

/** The facts of a token that is a JWT (CONTRACT.md section 2 says it is); none of one that is not. */
export function jwtFacts(token: string): JwtFacts {
  const payload = readPayload(token);
  if (payload === undefined) return {};
  const { exp, iat, scope, name, email, tenant_id: tenantId, tenant_name: tenantName } = payload;
  return defined({
    expiresAt: typeof exp === "number" ? exp * 1000 : undefined,
    lifetimeMs: typeof exp === "number" && typeof iat === "number" ? (exp - iat) * 1000 : undefined,
    scopes: scope === undefined ? undefined : parseScopes(scope),
    user: parseName(name) ?? parseName(email),
    tenantId: parseName(tenantId),
    tenantName: parseName(tenantName),
  });
}

/** Scopes as a list, whether they come as one text with blanks or as a list (IdentityServer writes a list). */
export function parseScopes(scope: unknown): readonly string[] {
  if (Array.isArray(scope)) return scope.filter((item) => typeof item === "string");
  return typeof scope === "string" ? scope.split(/\s+/).filter((item) => item !== "") : [];
}

function parseName(claim: unknown): string | undefined {
  return typeof claim === "string" && claim.trim() !== "" ? claim.trim() : undefined;
}

function readPayload(token: string): JsonObject | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  const payload = parseJson(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
  return isJsonObject(payload) ? payload : undefined;
}
