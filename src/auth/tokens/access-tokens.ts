import type { AccessTokens } from "../../model/ports/access.ts";
import type { Clock } from "../../model/ports/clock.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { StateStore, StoredTokens } from "../../model/ports/state.ts";
import { requireSendable, variable } from "./credentials.ts";
import type { SendRequest } from "../login/guarded-fetch.ts";
import { service } from "../service-diagnostic.ts";
import { tokensIn } from "./stored-tokens.ts";
import { applicableTokens, isFresh, isUsable, renewAt } from "./token-choice.ts";
import type { ChoiceContext } from "./token-choice.ts";

/** Where the tokens of a run come from, and where they are kept. */
export interface AccessTokensOptions extends ChoiceContext {
  readonly store: StateStore;
  /** The key of the environment in the store. */
  readonly environmentKey: string;
  readonly clock: Clock;
  /** Told every token that is used or obtained, so that a redactor knows it. */
  readonly register?: (secret: string) => void;
  readonly send?: SendRequest;
}

/**
 * The tokens of a run, from the first place that has any: DIMENSIONS_ACCESS_TOKEN, which is used as it is and cannot be renewed;
 * the token store; DIMENSIONS_REFRESH_TOKEN. Nothing is read or asked before the first use. Throws ProblemsErrors,
 * at once when the environment holds what cannot be sent.
 */
export function accessTokens(options: AccessTokensOptions): AccessTokens {
  const fixed = variable(options.env, "DIMENSIONS_ACCESS_TOKEN");
  requireSendable(options.env, fixed === undefined ? RENEWAL : ["DIMENSIONS_ACCESS_TOKEN"]);
  if (fixed === undefined) return renewingTokens(options);
  options.register?.(fixed);
  return { current: async () => fixed, renew: async () => undefined };
}

/** What a renewal sends. */
const RENEWAL = ["DIMENSIONS_REFRESH_TOKEN", "DIMENSIONS_CLIENT_ID", "DIMENSIONS_CLIENT_SECRET"];

function renewingTokens(options: AccessTokensOptions): AccessTokens {
  let held: StoredTokens = {};
  let heldUntil = 0;
  let flight: Promise<string | undefined> | undefined;
  let ended: DiagnosticsError | undefined;

  /** One renewal at a time; whoever comes while one is under way shares it. */
  const join = async (rejected?: string): Promise<string | undefined> => {
    if (ended !== undefined) throw ended;
    flight ??= obtain(options, held, rejected)
      .then((tokens) => {
        held = tokens;
        // The rest of its life stands for its lifetime, which the store does not know.
        heldUntil = renewAt(tokens, (tokens.accessTokenExpiresAt ?? 0) - options.clock.now());
        return isUsable(tokens, options.clock, rejected) ? tokens.accessToken : undefined;
      })
      .catch((error: unknown) => {
        if (isFinal(error)) ended = error;
        throw error;
      })
      .finally(() => {
        flight = undefined;
      });
    return await flight;
  };

  return {
    async current() {
      if (held.accessToken !== undefined && options.clock.now() < heldUntil) return held.accessToken;
      const token = await join();
      if (token === undefined) throw service(NOT_SIGNED_IN);
      return token;
    },
    async renew(rejected) {
      if (flight !== undefined) await flight;
      return held.accessToken !== undefined && held.accessToken !== rejected
        ? held.accessToken
        : await join(rejected);
    },
  };
}

const NOT_SIGNED_IN = {
  code: "not-signed-in",
  summary: "no token for Dimensions",
  hint: "run `dimctl login`, or set DIMENSIONS_REFRESH_TOKEN with DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET",
};

/**
 * After a renewal that failed no second one is sent: its refresh token may be spent, and using it again would end the whole sign-in.
 * Only when it was certainly not sent the host may be asked again.
 */
function isFinal(error: unknown): error is DiagnosticsError {
  return error instanceof DiagnosticsError && !error.diagnostics.some(({ code }) => NOT_SENT.has(code));
}

const NOT_SENT = new Set(["login-host-unreachable", "login-host-failing"]);

/** The kept tokens when they are good; else renewed ones, while nobody else in this process or another renews them. */
async function obtain(
  options: AccessTokensOptions,
  held: StoredTokens,
  rejected: string | undefined,
): Promise<StoredTokens> {
  const { store, environmentKey, clock, register } = options;
  const first = held.accessToken === undefined;
  const before = first ? applicableTokens(tokensIn(await store.read(), environmentKey), options) : held;
  if (first && isFresh(before, clock, rejected)) return registered(before, register);
  return await store.exclusive(async (document, save) => {
    const kept = applicableTokens(tokensIn(document, environmentKey), options);
    const renewedMeanwhile = kept.accessToken !== before.accessToken && isUsable(kept, clock, rejected);
    if (renewedMeanwhile || isFresh(kept, clock, rejected)) return registered(kept, register);
    // Protocol code is loaded by the runs that renew; most have a token that is good.
    const { renewTokens } = await import("./renewal.ts");
    return registered(await renewTokens(options, kept, document, save), register);
  });
}

function registered(tokens: StoredTokens, register: ((secret: string) => void) | undefined): StoredTokens {
  for (const secret of [tokens.accessToken, tokens.refreshToken]) {
    if (secret !== undefined) register?.(secret);
  }
  return tokens;
}
