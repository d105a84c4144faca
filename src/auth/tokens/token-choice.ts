import { defined } from "../../model/json/defined.ts";
import type { Clock, Hash } from "../../model/ports/clock.ts";
import type { StoredTokens } from "../../model/ports/state.ts";
import { variable } from "./credentials.ts";
import type { ProcessEnvironment } from "./credentials.ts";
import { jwtFacts } from "./jwt.ts";
import type { LoginHost } from "../login/login-host.ts";
import { fingerprint } from "./stored-tokens.ts";

/** What decides which tokens may be used. */
export interface ChoiceContext {
  readonly env: ProcessEnvironment;
  readonly host: LoginHost;
  readonly hash: Hash;
}

/** A refresh token that may be spent. */
export interface RefreshCandidate {
  readonly refreshToken: string;
  readonly source: "the token store" | "DIMENSIONS_REFRESH_TOKEN";
  /** Fingerprint of the DIMENSIONS_REFRESH_TOKEN at its root. */
  readonly descendsFrom?: string;
}

/**
 * The kept tokens, when they are for this login host and this client and do not descend from another DIMENSIONS_REFRESH_TOKEN than the
 * one in the environment: a different one there starts afresh. Tokens of a sign-in come before the environment.
 */
export function applicableTokens(kept: StoredTokens, { env, host, hash }: ChoiceContext): StoredTokens {
  const root = variable(env, "DIMENSIONS_REFRESH_TOKEN");
  const clientId = variable(env, "DIMENSIONS_CLIENT_ID");
  const elsewhere = kept.issuer !== undefined && !isSameAddress(kept.issuer, host.url);
  const otherClient = clientId !== undefined && kept.clientId !== undefined && kept.clientId !== clientId;
  const otherRoot =
    root !== undefined && kept.descendsFrom !== undefined && kept.descendsFrom !== fingerprint(hash, root);
  return elsewhere || otherClient || otherRoot ? {} : kept;
}

/** `https://login.example` and `https://login.example/` are one host. */
function isSameAddress(left: string, right: string): boolean {
  const normal = [left, right].map((address) => (URL.canParse(address) ? new URL(address).href : address));
  return normal[0] === normal[1];
}

/**
 * The refresh tokens to try, best first. The environment's own is none when the kept one descends from it: it was spent on its
 * first use (A10). It is the second choice when a sign-in's token is kept.
 */
export function refreshCandidates(kept: StoredTokens, context: ChoiceContext): readonly RefreshCandidate[] {
  const candidates: RefreshCandidate[] = [];
  const { refreshToken, descendsFrom } = kept;
  if (refreshToken !== undefined) {
    candidates.push({
      refreshToken,
      source: "the token store",
      ...defined({ descendsFrom }),
    });
  }
  const root = variable(context.env, "DIMENSIONS_REFRESH_TOKEN");
  if (root !== undefined && (refreshToken === undefined || descendsFrom === undefined)) {
    const descent = fingerprint(context.hash, root);
    candidates.push({ refreshToken: root, source: "DIMENSIONS_REFRESH_TOKEN", descendsFrom: descent });
  }
  return candidates;
}

/** A token is renewed this long before it expires, or at the last tenth of its life when that is shorter. */
const MARGIN_MS = 60_000;

/** Whether the access token is there, is not the rejected one, and does not expire soon. One without a known expiry is good. */
export function isFresh(tokens: StoredTokens, clock: Clock, rejected?: string): boolean {
  const lifeMs = jwtFacts(tokens.accessToken ?? "").lifetimeMs ?? Number.POSITIVE_INFINITY;
  return isUsable(tokens, clock, rejected) && clock.now() < renewAt(tokens, lifeMs);
}

/** When a token with this lifetime is to be renewed; never when its expiry is not known. */
export function renewAt({ accessTokenExpiresAt }: StoredTokens, lifetimeMs: number): number {
  const expiry = accessTokenExpiresAt ?? Number.POSITIVE_INFINITY;
  return expiry - Math.min(MARGIN_MS, lifetimeMs / 10);
}

/** Whether the access token is there, is not the rejected one, and has not expired: one that cannot be renewed is used to the last. */
export function isUsable(tokens: StoredTokens, clock: Clock, rejected?: string): boolean {
  const { accessToken, accessTokenExpiresAt } = tokens;
  if (accessToken === undefined || accessToken === rejected) return false;
  return accessTokenExpiresAt === undefined || clock.now() < accessTokenExpiresAt;
}
