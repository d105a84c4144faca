import { createBrowserOpener } from "../../auth/login/browser.ts";
import { readLoginClient } from "../../auth/tokens/credentials.ts";
import { login as signIn } from "../../auth/login/login.ts";
import { quoted } from "../../manifests/manifest-diagnostic.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { CommandResult } from "../frame/command-result.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { chooseLoginHost } from "../session/choose-login-host.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { environmentKey, openConfiguredState } from "../session/open-configured-state.ts";
import { loginLine } from "../session/network.ts";
import { watchInterruption } from "../session/signals.ts";
import { openConfiguration } from "../session/workspace.ts";

/** `dimctl login`: a person signs in with the browser; the tokens are kept for the environment. */
export async function loginCommand(options: OptionsOf<"login">, io: Io): Promise<CommandResult> {
  const { configuration, diagnostics } = await openConfiguration(options, io);
  const { environment } = configuration;
  if (environment.kind === "emulator") throw sandboxNeedsNone(environment.name);
  const state = await openConfiguredState(configuration, io);
  using interruption = watchInterruption(io, undefined);
  const { warnings } = await signIn({
    ...loginLine(environment.login, io),
    host: chooseLoginHost(environment),
    client: readLoginClient(io.env),
    store: state.store,
    environmentKey: environmentKey(configuration),
    clock: io.clock,
    openBrowser: createBrowserOpener({ platform: io.platform, env: io.env, clock: io.clock }),
    announce: (url, opened) =>
      io.stderr(`${opened ? "Opened in the browser" : "Open this page to sign in"}:\n${url}\n`),
    redirect: configuration.redirect,
    signal: interruption.send,
  });
  return {
    command: "login",
    exitCode: EXIT.done,
    diagnostics: [...diagnostics, ...state.diagnostics, ...warnings],
    said: {
      kind: "diagnostics",
      text: `Signed in to ${environment.name}; the tokens are stored in ${state.store.location}.`,
    },
  };
}

function sandboxNeedsNone(name: string): DiagnosticsError {
  return new DiagnosticsError([
    {
      code: "no-sign-in",
      severity: "error",
      summary: `environment ${quoted(name)} is the built-in emulator and needs no sign-in`,
      hint: "choose another environment of dimctl.yaml with `--env`, or set DIMENSIONS_API_URL",
    },
  ]);
}
