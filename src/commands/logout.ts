import { forgetTokens } from "../auth/stored-tokens.ts";
import type { Answer } from "./answer.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { SharedOptions } from "./options.ts";
import { environmentKey, openStateOf } from "./state.ts";
import { openConfiguration } from "./workspace.ts";

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
