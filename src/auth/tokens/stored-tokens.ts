import type { TokenEndpointResponse } from "openid-client";
import { defined } from "../../model/json/defined.ts";
import type { Clock, Hash } from "../../model/ports/clock.ts";
import { EMPTY_ENVIRONMENT } from "../../model/ports/state.ts";
import type { StateDocument, StateStore, StoredTokens } from "../../model/ports/state.ts";
import { jwtFacts } from "./jwt.ts";

/** The tokens of an environment; none when nobody signed in. */
export function tokensIn(document: StateDocument, environmentKey: string): StoredTokens {
  return document.environments[environmentKey]?.tokens ?? {};
}

/** The document with these tokens for the environment; everything else as it was. */
export function withTokens(
  document: StateDocument,
  environmentKey: string,
  tokens: StoredTokens | undefined,
): StateDocument {
  const { tokens: _before, ...others } = document.environments[environmentKey] ?? EMPTY_ENVIRONMENT;
  const environment = tokens === undefined ? others : { ...others, tokens };
  return { ...document, environments: { ...document.environments, [environmentKey]: environment } };
}

/** Drops the tokens of an environment (`dimctl logout`). False: there were none. */
export async function forgetTokens(store: StateStore, environmentKey: string): Promise<boolean> {
  return await store.exclusive(async (document, save) => {
    if (document.environments[environmentKey]?.tokens === undefined) return false;
    await save(withTokens(document, environmentKey, undefined));
    return true;
  });
}

/** Whose tokens a reply holds, and what they descend from. */
export interface Descent {
  readonly issuer: string;
  readonly clientId: string;
  /** Fingerprint of the DIMENSIONS_REFRESH_TOKEN at the root; absent after a sign-in. */
  readonly descendsFrom?: string;
  /** The refresh token that was sent; kept when the host does not rotate it (A10). */
  readonly spent?: string;
}

/**
 * A token endpoint's reply as it is kept. Without `expires_in` the lifetime that the token states counts, from now by this machine's
 * clock; without both no expiry is known, and only a 401 shows it.
 */
export function tokensFromReply(reply: TokenEndpointResponse, descent: Descent, clock: Clock): StoredTokens {
  const lifetimeMs =
    reply.expires_in === undefined ? jwtFacts(reply.access_token).lifetimeMs : reply.expires_in * 1000;
  const refreshToken = reply.refresh_token ?? descent.spent;
  return {
    accessToken: reply.access_token,
    ...defined({
      accessTokenExpiresAt: lifetimeMs === undefined ? undefined : clock.now() + lifetimeMs,
      refreshToken,
      scope: reply.scope,
      descendsFrom: descent.descendsFrom,
    }),
    issuer: descent.issuer,
    clientId: descent.clientId,
  };
}

/** A digest by which a refresh token of the environment is known again; the token cannot be found from it. */
export function fingerprint(hash: Hash, refreshToken: string): string {
  return hash(`dimctl refresh token\n${refreshToken}`);
}
