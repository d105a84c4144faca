import { refreshTokenGrant } from "openid-client";
import type { Configuration, TokenEndpointResponse } from "openid-client";
import { defined } from "../../model/json/defined.ts";
import type { Clock } from "../../model/ports/clock.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { StoredTokens } from "../../model/ports/state.ts";
import { readLoginClient } from "./credentials.ts";
import type { ProvePlace, SaveTokens } from "./kept-tokens.ts";
import type { SendRequest } from "../login/guarded-fetch.ts";
import { hostDiagnostic, SIGN_IN_AGAIN } from "../login/host-diagnostics.ts";
import { connectLoginHost } from "../login/login-host.ts";
import { tokensFromReply } from "./stored-tokens.ts";
import { refreshCandidates } from "./token-choice.ts";
import type { ChoiceContext, RefreshCandidate } from "./token-choice.ts";

/** What a renewal works with, besides the kept tokens. */
export interface RenewalOptions extends ChoiceContext {
  readonly clock: Clock;
  readonly send?: SendRequest;
}

/**
 * Spends the best refresh token and keeps what came for it; resolves when the new tokens are durable, and not before (A10). The kept
 * tokens come back as they are when there is nothing to spend. Call it only inside `KeptTokens.exclusive`.
 */
export async function renewTokens(
  options: RenewalOptions,
  kept: StoredTokens,
  save: SaveTokens,
  provePlace: ProvePlace,
): Promise<StoredTokens> {
  const candidates = refreshCandidates(kept, options);
  if (candidates.length === 0) return kept;
  // Whoever set the variable cannot get its token back: it is spent only when its successor has a place.
  if (candidates.some(({ source }) => source === "DIMENSIONS_REFRESH_TOKEN")) await provePlace();
  const client = readLoginClient(options.env, kept.clientId);
  const configuration = await connectLoginHost(options.host, client, options.send);
  const { reply, candidate } = await spendFirstGood(configuration, candidates, client.secret, options.clock);
  const descent = {
    issuer: options.host.url,
    clientId: client.id,
    spent: candidate.refreshToken,
    ...defined({ descendsFrom: candidate.descendsFrom }),
  };
  const tokens = tokensFromReply(reply, descent, options.clock);
  await keepOrSay(async () => await save(tokens));
  return tokens;
}

interface Spent {
  readonly reply: TokenEndpointResponse;
  readonly candidate: RefreshCandidate;
}

/** A token that the host refuses gives way to the next; any other trouble ends the renewal. */
async function spendFirstGood(
  configuration: Configuration,
  candidates: readonly RefreshCandidate[],
  secret: string | undefined,
  clock: Clock,
): Promise<Spent> {
  let refusal: unknown;
  for (const candidate of candidates) {
    try {
      const reply = await spend(configuration, candidate.refreshToken, secret, clock);
      return { reply, candidate };
    } catch (error) {
      if (!hasCode(error, "login-token-refused")) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** A host that was not reached is asked once more. */
const BEFORE_SECOND_TRY_MS = 1000;

/** Sends the refresh token once; a second time only when the first request certainly never left this machine. */
async function spend(
  configuration: Configuration,
  refreshToken: string,
  secret: string | undefined,
  clock: Clock,
): Promise<TokenEndpointResponse> {
  const ask = async (): Promise<TokenEndpointResponse> => {
    try {
      return await refreshTokenGrant(configuration, refreshToken);
    } catch (error) {
      throw hostDiagnostic(error, "renewal", [refreshToken, secret ?? ""]);
    }
  };
  try {
    return await ask();
  } catch (error) {
    if (!hasCode(error, "login-host-unreachable")) throw error;
    await clock.sleep(BEFORE_SECOND_TRY_MS);
    return await ask();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (
    error instanceof DiagnosticsError && error.diagnostics.some((diagnostic) => diagnostic.code === code)
  );
}

/** Tokens that could not be made durable are not used: the next run would have none. Says so beside the store's own problem. */
async function keepOrSay(keep: () => Promise<void>): Promise<void> {
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    throw new DiagnosticsError([...error.diagnostics, NOT_KEPT], "service", error);
  }
}

const NOT_KEPT = {
  code: "tokens-not-kept",
  severity: "error",
  summary: "the renewed tokens could not be saved and were not used; the old refresh token is used up",
  hint: `make the state store writable; ${SIGN_IN_AGAIN}`,
} as const;
