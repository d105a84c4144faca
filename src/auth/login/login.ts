import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  customFetch,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import type { Configuration, TokenEndpointResponse } from "openid-client";
import { defined } from "../../model/json/defined.ts";
import type { Clock } from "../../model/ports/clock.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { StateStore, StoredTokens } from "../../model/ports/state.ts";
import type { OpenBrowser } from "./browser.ts";
import { notSignedIn, SIGNED_IN } from "./callback-page.ts";
import { DEFAULT_REDIRECT, listenForCallback } from "./callback-server.ts";
import type { Callback, CallbackServer } from "./callback-server.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import type { SendRequest } from "./guarded-fetch.ts";
import { hostDiagnostic } from "./host-diagnostics.ts";
import { service } from "../service-diagnostic.ts";
import { connectLoginHost } from "./login-host.ts";
import type { LoginClient, LoginHost } from "./login-host.ts";
import { tokensFromReply, withTokens } from "../tokens/stored-tokens.ts";

/** What a login works with. */
export interface LoginOptions {
  readonly host: LoginHost;
  readonly client: LoginClient;
  /** Where the tokens are kept, and for which environment. */
  readonly store: StateStore;
  readonly environmentKey: string;
  readonly clock: Clock;
  readonly openBrowser: OpenBrowser;
  /** Receives the URL to sign in at; `opened` is false when the person has to open it. Contains no secret. */
  readonly announce: (url: string, opened: boolean) => void;
  /** Default DEFAULT_REDIRECT; must be the one that the portal knows, to the letter. */
  readonly redirect?: string;
  /** OpenID Connect's `prompt`, e.g. `consent` where a host grants offline_access only then. Not sent by default. */
  readonly prompt?: string;
  /** Ends the waiting (Ctrl-C). */
  readonly signal?: AbortSignal;
  readonly send?: SendRequest;
}

/** The tokens that a login has stored. */
export interface LoginResult {
  readonly tokens: StoredTokens;
  /** E.g. that the host gave no refresh token. */
  readonly warnings: readonly Diagnostic[];
}

/** CONTRACT.md section 2. */
const SCOPE = "openid offline_access onboarding";
/** For so long a person may take to sign in. */
export const SIGN_IN_TIMEOUT_MS = 5 * 60_000;

/**
 * Signs a person in: authorization code grant with PKCE and state. Resolves when the tokens are kept; throws a DiagnosticsError of
 * kind service when consent was refused, the state was wrong, the port is in use, nobody came, or the host said no.
 */
export async function login(options: LoginOptions): Promise<LoginResult> {
  const { host, client, send } = options;
  const configuration = await connectLoginHost(host, client, send);
  await using server = await listenForCallback(options.redirect ?? DEFAULT_REDIRECT);
  const attempt = await startAttempt(configuration, server.redirectUri, options.prompt);
  const opened = await options.openBrowser(attempt.url).catch(() => false);
  options.announce(attempt.url, opened);
  const callback = await firstCallback(server, options.clock, options.signal);
  return await finish(callback, async () => {
    assertState(callback.url, attempt);
    configuration[customFetch] = literalRedirect(guardedFetch(send), attempt.redirectUri);
    const reply = await exchange(configuration, callback.url, attempt, client.secret);
    return await keep(reply, options);
  });
}

interface Attempt {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

async function startAttempt(
  configuration: Configuration,
  redirectUri: string,
  prompt: string | undefined,
): Promise<Attempt> {
  const verifier = randomPKCECodeVerifier();
  const state = randomState();
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: SCOPE,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...defined({ prompt }),
  });
  return { url: url.href, state, verifier, redirectUri };
}

async function firstCallback(
  server: CallbackServer,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Callback> {
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  const wait = clock.sleep(SIGN_IN_TIMEOUT_MS, ends).then(() => undefined);
  try {
    const callback = await Promise.race([server.callback, wait]);
    if (callback !== undefined) return callback;
  } finally {
    over.abort();
  }
  throw service(signal?.aborted === true ? INTERRUPTED : NOBODY_CAME);
}

const INTERRUPTED = {
  code: "login-interrupted",
  summary: "sign-in interrupted; not signed in",
};

const NOBODY_CAME = {
  code: "login-timeout",
  summary: "sign-in timed out after five minutes",
  hint: "run `dimctl login` again and open the URL that it prints",
};

/** Does the work while the browser waits, then shows it the result. */
async function finish<T>(callback: Callback, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await callback.show(SIGNED_IN);
    return result;
  } catch (error) {
    const summary = error instanceof DiagnosticsError ? error.diagnostics[0]?.summary : undefined;
    await callback.show(notSignedIn(summary ?? "unexpected error in dimctl"));
    throw error;
  }
}

function assertState(url: URL, { state }: Attempt): void {
  if (url.searchParams.get("state") !== state) throw service(WRONG_STATE);
}

const WRONG_STATE = {
  code: "login-wrong-state",
  summary: "the browser returned from a different sign-in; it was rejected",
  hint: "close old sign-in windows and run `dimctl login` again",
};

/**
 * The token endpoint compares the redirect address letter by letter with the one that was asked for (RFC 6749 section 4.1.3).
 * openid-client takes it from the URL that came in, where `http://127.0.0.1:8000` has become `http://127.0.0.1:8000/`.
 */
function literalRedirect(send: SendRequest, redirectUri: string): SendRequest {
  return async (url, options) => {
    if (options.body instanceof URLSearchParams && options.body.has("redirect_uri")) {
      options.body.set("redirect_uri", redirectUri);
    }
    return await send(url, options);
  };
}

async function exchange(
  configuration: Configuration,
  url: URL,
  { state, verifier }: Attempt,
  clientSecret: string | undefined,
): Promise<TokenEndpointResponse> {
  try {
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    return await authorizationCodeGrant(configuration, url, checks);
  } catch (error) {
    const sent = [url.searchParams.get("code") ?? "", verifier, clientSecret ?? ""];
    throw hostDiagnostic(error, "sign-in", sent);
  }
}

async function keep(reply: TokenEndpointResponse, options: LoginOptions): Promise<LoginResult> {
  const { store, environmentKey, host, client, clock } = options;
  const tokens = tokensFromReply(reply, { issuer: host.url, clientId: client.id }, clock);
  await store.exclusive(async (document, save) => await save(withTokens(document, environmentKey, tokens)));
  return { tokens, warnings: tokens.refreshToken === undefined ? [NO_REFRESH_TOKEN] : [] };
}

const NO_REFRESH_TOKEN: Diagnostic = {
  code: "login-no-refresh-token",
  severity: "warning",
  summary: "the login host issued no refresh token: this sign-in expires with its access token",
  hint: "check that the client is allowed the scope offline_access",
};
