import type { AccessTokens } from "../../model/ports/access.ts";
import type { Clock } from "../../model/ports/clock.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { StateStore, StoredTokens } from "../../model/ports/state.ts";
import { requireSendable, variable } from "./credentials.ts";
import type { SendRequest } from "../login/guarded-fetch.ts";
import { service } from "../service-diagnostic.ts";
import { keptTokens, type KeptTokens, type SaveTokens } from "./kept-tokens.ts";
import { isFresh, isUsable, renewAt } from "./token-choice.ts";
import type { ChoiceContext } from "./token-choice.ts";

/** Where the tokens of a run come from, and where they are kept. */
export interface AccessTokensOptions extends ChoiceContext {
  readonly store: StateStore;
  /** The key of the environment in the store. */
  readonly environmentKey: string;
  readonly clock: Clock;
  /** Receives every token that is used or obtained, so that a redactor knows it. */
  readonly register?: (secret: string) => void;
  readonly send?: SendRequest;
}

/**
 * The tokens of a run, from the first place that has any: DIMENSIONS_ACCESS_TOKEN, which is used as it is and cannot be renewed;
 * the token store; DIMENSIONS_REFRESH_TOKEN. Nothing is read or asked before the first use. Throws DiagnosticsErrors,
 * at once when the environment holds what cannot be sent.
 */
export function accessTokens(options: AccessTokensOptions): AccessTokens {
  const { env, store, environmentKey, clock, register } = options;
  const fixed = variable(env, "DIMENSIONS_ACCESS_TOKEN");
  requireSendable(env, fixed === undefined ? RENEWAL : ["DIMENSIONS_ACCESS_TOKEN"]);
  if (fixed !== undefined) {
    register?.(fixed);
    return { current: async () => fixed, renew: async () => undefined };
  }
  const renew: Renew = async (kept, save) => {
    // Protocol code is loaded by the runs that renew; most have a token that is good.
    const { renewTokens } = await import("./renewal.ts");
    return await renewTokens(options, kept, save);
  };
  return new RenewingTokens(keptTokens(store, environmentKey, options), renew, clock, register);
}

/** What a renewal sends. */
const RENEWAL = ["DIMENSIONS_REFRESH_TOKEN", "DIMENSIONS_CLIENT_ID", "DIMENSIONS_CLIENT_SECRET"];

/** Spends a refresh token and saves what came for it; the kept tokens as they are when there is nothing to spend. */
type Renew = (kept: StoredTokens, save: SaveTokens) => Promise<StoredTokens>;

class RenewingTokens implements AccessTokens {
  readonly #kept: KeptTokens;
  readonly #renew: Renew;
  readonly #clock: Clock;
  readonly #register: ((secret: string) => void) | undefined;
  #held: StoredTokens = {};
  #heldUntil = 0;
  #flight: Promise<string | undefined> | undefined;
  #ended: DiagnosticsError | undefined;

  constructor(kept: KeptTokens, renew: Renew, clock: Clock, register?: (secret: string) => void) {
    this.#kept = kept;
    this.#renew = renew;
    this.#clock = clock;
    this.#register = register;
  }

  async current(): Promise<string> {
    const { accessToken } = this.#held;
    if (accessToken !== undefined && this.#clock.now() < this.#heldUntil) return accessToken;
    const token = await this.#join();
    if (token === undefined) throw service(NOT_SIGNED_IN);
    return token;
  }

  async renew(rejected: string): Promise<string | undefined> {
    if (this.#flight !== undefined) await this.#flight;
    const { accessToken } = this.#held;
    return accessToken !== undefined && accessToken !== rejected ? accessToken : await this.#join(rejected);
  }

  /** One renewal at a time; whoever comes while one is under way shares it. */
  async #join(rejected?: string): Promise<string | undefined> {
    if (this.#ended !== undefined) throw this.#ended;
    this.#flight ??= this.#hold(rejected).finally(() => {
      this.#flight = undefined;
    });
    return await this.#flight;
  }

  async #hold(rejected?: string): Promise<string | undefined> {
    try {
      const tokens = await this.#obtain(rejected);
      for (const secret of [tokens.accessToken, tokens.refreshToken]) {
        if (secret !== undefined) this.#register?.(secret);
      }
      this.#held = tokens;
      // The rest of its life is taken as its lifetime, which the store does not know.
      this.#heldUntil = renewAt(tokens, (tokens.accessTokenExpiresAt ?? 0) - this.#clock.now());
      return isUsable(tokens, this.#clock, rejected) ? tokens.accessToken : undefined;
    } catch (error) {
      if (isFinal(error)) this.#ended = error;
      throw error;
    }
  }

  /** The kept tokens when they are good; else renewed ones, while nobody else in this process or another renews them. */
  async #obtain(rejected?: string): Promise<StoredTokens> {
    const isFirst = this.#held.accessToken === undefined;
    const before = isFirst ? await this.#kept.read() : this.#held;
    if (isFirst && isFresh(before, this.#clock, rejected)) return before;
    return await this.#kept.exclusive(async (kept, save) => {
      const renewedMeanwhile =
        kept.accessToken !== before.accessToken && isUsable(kept, this.#clock, rejected);
      const isGood = renewedMeanwhile || isFresh(kept, this.#clock, rejected);
      return isGood ? kept : await this.#renew(kept, save);
    });
  }
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
