import { defined } from "../../model/json/defined.ts";
import type { StateStore } from "../../model/ports/state.ts";
import { variable } from "./credentials.ts";
import { jwtFacts, parseScopes } from "./jwt.ts";
import { keptTokens } from "./kept-tokens.ts";
import { refreshCandidates } from "./token-choice.ts";
import type { ChoiceContext } from "./token-choice.ts";

/** What can be said of the token that a run would use, without using, renewing or showing it. */
export interface TokenStatus {
  readonly source: "DIMENSIONS_ACCESS_TOKEN" | "the token store" | "DIMENSIONS_REFRESH_TOKEN" | "none";
  /** Of the access token, milliseconds since 1970; undefined when there is none yet or it does not say. */
  readonly expiresAt?: number;
  /** undefined: not known. */
  readonly scopes?: readonly string[];
  /** Whether there is a refresh token for the time after that. */
  readonly renewable: boolean;
}

/** The token's source, expiry and scopes, by the same choice that `accessTokens` makes. Throws the store's DiagnosticsErrors. */
export async function tokenStatus(
  options: ChoiceContext & { readonly store: StateStore; readonly environmentKey: string },
): Promise<TokenStatus> {
  const fixed = variable(options.env, "DIMENSIONS_ACCESS_TOKEN");
  if (fixed !== undefined) {
    return { source: "DIMENSIONS_ACCESS_TOKEN", renewable: false, ...readTokenFacts(fixed) };
  }
  const kept = await keptTokens(options.store, options.environmentKey, options).read();
  const [next] = refreshCandidates(kept, options);
  const renewable = next !== undefined;
  if (kept.accessToken === undefined) return { source: next?.source ?? "none", renewable };
  const facts = readTokenFacts(kept.accessToken, kept.scope);
  const expiresAt = kept.accessTokenExpiresAt ?? facts.expiresAt;
  return { source: "the token store", renewable, ...facts, ...defined({ expiresAt }) };
}

function readTokenFacts(token: string, granted?: string): Pick<TokenStatus, "expiresAt" | "scopes"> {
  const { expiresAt, scopes } = jwtFacts(token);
  const known = scopes ?? (granted === undefined ? undefined : parseScopes(granted));
  return defined({ expiresAt, scopes: known });
}
