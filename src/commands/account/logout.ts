import { forgetTokens } from "../../auth/tokens/stored-tokens.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { environmentKey, openConfiguredState } from "../session/open-configured-state.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl logout`: drops the stored tokens of an environment. */
export async function logout(options: OptionsOf<"logout">, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const state = await openConfiguredState(configuration, io);
  const had = await forgetTokens(state.store, environmentKey(configuration));
  const { name } = configuration.environment;
  const text = had
    ? `Signed out of ${name}; the stored tokens are deleted.`
    : `No stored tokens for ${name}.`;
  return {
    command: "logout",
    exitCode: EXIT.done,
    diagnostics: [...diagnostics, ...state.diagnostics],
    said: { kind: "diagnostics", text },
  };
}
