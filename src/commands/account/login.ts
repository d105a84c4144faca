import { browserOf } from "../../auth/login/browser.ts";
import { clientOf } from "../../auth/tokens/credentials.ts";
import { login as signIn } from "../../auth/login/login.ts";
import { ProblemsError } from "../../model/problem.ts";
import type { Answer } from "../frame/answer.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { loginHostOf } from "./login-host-of.ts";
import type { SharedOptions } from "../frame/options.ts";
import { environmentKey, openStateOf } from "../session/state.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl login`: a person signs in with the browser; the tokens are kept for the environment. */
export async function login(options: SharedOptions, io: Io): Promise<Answer> {
  const { configuration, problems } = await openConfiguration(options, io);
  const { environment } = configuration;
  if (environment.kind === "emulator") throw sandboxNeedsNone(environment.name);
  const state = await openStateOf(configuration, io);
  const interrupted = new AbortController();
  const forget = io.onSignal(() => interrupted.abort());
  try {
    const { warnings } = await signIn({
      host: loginHostOf(environment),
      client: clientOf(io.env),
      store: state.store,
      environmentKey: environmentKey(configuration),
      clock: io.clock,
      openBrowser: browserOf({ platform: io.platform, env: io.env, clock: io.clock }),
      announce: (url, opened) =>
        io.stderr(`${opened ? "Opened in the browser" : "Open this page to sign in"}:\n${url}\n`),
      redirect: configuration.redirect,
      signal: interrupted.signal,
    });
    return {
      command: "login",
      exitCode: EXIT.done,
      problems: [...problems, ...state.problems, ...warnings],
      said: {
        kind: "problems",
        text: `Signed in to ${environment.name}; the tokens are kept in ${state.store.place}.`,
      },
    };
  } finally {
    forget();
  }
}

function sandboxNeedsNone(name: string): ProblemsError {
  return new ProblemsError([
    {
      code: "no-sign-in",
      severity: "error",
      summary: `the environment ${name} is the built-in emulator and needs no sign-in`,
      hint: "choose an environment of dimctl.yaml with --env, or set DIMENSIONS_API_URL",
    },
  ]);
}
