import { revokeTokens } from "../../auth/login/revoke.ts";
import { readLoginClient } from "../../auth/tokens/credentials.ts";
import { forgetTokens, tokensIn } from "../../auth/tokens/stored-tokens.ts";
import type { Configuration } from "../../manifests/configuration/configuration.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { StoredTokens } from "../../model/ports/state.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { environmentKey, openConfiguredState } from "../session/open-configured-state.ts";
import { chooseLoginHost } from "../session/choose-login-host.ts";
import { loginLine } from "../session/network.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl logout`: revokes the stored tokens of an environment at the login host, and drops them. */
export async function logout(options: OptionsOf<"logout">, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const state = await openConfiguredState(configuration, io);
  const key = environmentKey(configuration);
  const unrevoked = await revoked(configuration, tokensIn(await state.store.read(), key), io);
  // Whatever the host said, this machine does not keep them.
  const had = await forgetTokens(state.store, key);
  const { name } = configuration.environment;
  const text = had
    ? `Signed out of ${name}; the stored tokens are deleted.`
    : `No stored tokens for ${name}.`;
  return {
    command: "logout",
    exitCode: EXIT.done,
    diagnostics: [...diagnostics, ...state.diagnostics, ...(had ? unrevoked : [])],
    said: { kind: "diagnostics", text },
  };
}

/** Nothing when the host has revoked them; else the warning that they are good until they expire. */
async function revoked(
  { environment }: Configuration,
  tokens: StoredTokens,
  io: Io,
): Promise<readonly Diagnostic[]> {
  if (environment.kind === "emulator" || (tokens.refreshToken ?? tokens.accessToken) === undefined) return [];
  try {
    const client = readLoginClient(io.env, tokens.clientId);
    await revokeTokens(chooseLoginHost(environment), client, tokens, loginLine(environment.login, io).send);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    const why = error.diagnostics[0]?.summary ?? "no reply";
    return [
      {
        code: "tokens-not-revoked",
        severity: "warning",
        summary: `the tokens are deleted here but not revoked (${why})`,
        hint: "they stay valid until they expire; if they may be known to others, revoke the client in the portal",
      },
    ];
  }
}
