import { forgetTokens } from "../../auth/tokens/stored-tokens.ts";
import type { Answer } from "../frame/answer.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import type { SharedOptions } from "../frame/options.ts";
import { environmentKey, openStateOf } from "../session/state.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl logout`: drops the stored tokens of an environment. */
export async function logout(options: SharedOptions, io: Io): Promise<Answer> {
  const { configuration, problems } = await openConfiguration(options, io);
  const state = await openStateOf(configuration, io);
  const had = await forgetTokens(state.store, environmentKey(configuration));
  const { name } = configuration.environment;
  const text = had ? `The tokens of ${name} are dropped.` : `There were no tokens of ${name}.`;
  return {
    command: "logout",
    exitCode: EXIT.done,
    problems: [...problems, ...state.problems],
    said: { kind: "problems", text },
  };
}
