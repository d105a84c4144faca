import type { ConfigurationFile } from "#schemas/configuration";
import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { quoted } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import { baseAddressFault } from "./configuration-rules.ts";
import { regionalLogin } from "./regional-login.ts";

/** The service of a run, or the built-in emulator. */
export type Environment =
  | { readonly kind: "emulator"; readonly name: string }
  | {
      readonly kind: "service";
      readonly name: string;
      /** Base URL without `/api/v1.0` and without a slash at its end. */
      readonly api: string;
      readonly login: string;
      /** No login address is set or known; `login` is the API address, which may say where to sign in (discovery). */
      readonly loginIsUnknown?: true;
      /** Both, or none: then they are discovered. */
      readonly endpoints?: { readonly authorize: string; readonly token: string };
      /** Where the client secret is sent; found out when it is not set. */
      readonly secretIn?: "header" | "body";
      /** Where an enterprise works inside one reseller account. */
      readonly account?: string;
      /** The reseller whose customers these are (tenant id). */
      readonly reseller?: string;
    };

const SANDBOX: Environment = { kind: "emulator", name: "sandbox" };

interface Choice {
  readonly environment: Environment;
  readonly diagnostics: readonly Diagnostic[];
}

/** The code of the diagnostic that nobody has chosen an environment; a command that needs none ignores it. */
export const NO_ENVIRONMENT = "no-environment";

/**
 * `--env` names one of the file's; else DIMENSIONS_API_URL makes one called `environment`; else the file's `default`. Nothing is
 * guessed: without any of them it is an error, and the sandbox that is returned then is not to be used.
 */
export function chooseEnvironment(
  file: ConfigurationFile,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly environment?: string;
  },
): Choice {
  const { env, environment } = options;
  if (environment === undefined && isSet(env["DIMENSIONS_API_URL"])) return fromVariables(env);
  const name = environment ?? file.default;
  if (name === undefined)
    return { environment: SANDBOX, diagnostics: [notChosen(file), ...lonely(env, "error")] };
  const choice = named(file, name, environment === undefined ? "`default`" : "`--env`");
  if (isSet(env["DIMENSIONS_API_URL"])) return choice;
  // To a service these variables would be without effect: the run would work in another account than the person believes.
  const severity = choice.environment.kind === "service" ? "error" : "warning";
  return { ...choice, diagnostics: [...choice.diagnostics, ...lonely(env, severity)] };
}

function notChosen(file: ConfigurationFile): Diagnostic {
  const names = Object.keys(file.environments ?? {});
  const hint =
    names.length === 0
      ? "add a dimctl.yaml with `environments` and `default`, or set DIMENSIONS_API_URL; `--env sandbox` uses the built-in emulator"
      : `name one with \`--env\`, or set \`default\` in dimctl.yaml: ${[...names, SANDBOX.name].join(", ")}`;
  return diagnostic("error", NO_ENVIRONMENT, "no environment is chosen", hint);
}

function lonely(
  env: Readonly<Record<string, string | undefined>>,
  severity: Diagnostic["severity"],
): readonly Diagnostic[] {
  return ["DIMENSIONS_LOGIN_URL", "DIMENSIONS_ACCOUNT_ID"]
    .filter((name) => isSet(env[name]))
    .map((name) =>
      diagnostic(
        severity,
        "lonely-variable",
        `${name} is set without DIMENSIONS_API_URL`,
        "set both, or neither: an environment of dimctl.yaml has its own `login` and `account`",
      ),
    );
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== "";

function named(file: ConfigurationFile, name: string, where: string): Choice {
  const environments = file.environments ?? {};
  const written = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (written === undefined) {
    if (name === SANDBOX.name) return { environment: SANDBOX, diagnostics: [] };
    const known = [...Object.keys(environments), SANDBOX.name];
    const meant = nearest(name, known);
    const hint =
      meant === undefined ? `known environments: ${known.join(", ")}` : `did you mean ${quoted(meant)}?`;
    const summary = `unknown environment ${quoted(name)} in ${where}`;
    return { environment: SANDBOX, diagnostics: [diagnostic("error", "unknown-environment", summary, hint)] };
  }
  if (written.api === undefined) return { environment: { kind: "emulator", name }, diagnostics: [] };
  const { account, reseller, api, authorizeUrl: authorize, tokenUrl: token } = written;
  const endpoints = authorize !== undefined && token !== undefined ? { endpoints: { authorize, token } } : {};
  const more = defined({ secretIn: written.secretIn, reseller });
  const environment = { ...service(name, api, written.login, account), ...endpoints, ...more };
  return { environment, diagnostics: [] };
}

function fromVariables(env: Readonly<Record<string, string | undefined>>): Choice {
  const api = env["DIMENSIONS_API_URL"] ?? "";
  const login = isSet(env["DIMENSIONS_LOGIN_URL"]) ? env["DIMENSIONS_LOGIN_URL"] : undefined;
  const account = isSet(env["DIMENSIONS_ACCOUNT_ID"]) ? env["DIMENSIONS_ACCOUNT_ID"] : undefined;
  const written = { DIMENSIONS_API_URL: api, ...defined({ DIMENSIONS_LOGIN_URL: login }) };
  const faults = Object.entries(written).flatMap(([name, text]) => {
    const fault = baseAddressFault(text);
    return fault === undefined
      ? []
      : [diagnostic("error", "bad-address", `${name} ${fault}`, "e.g. https://api.na.myreports.cloud")];
  });
  return { environment: service("environment", api, login, account), diagnostics: faults };
}

function service(
  name: string,
  api: string,
  login: string | undefined,
  account: string | undefined,
): Extract<Environment, { kind: "service" }> {
  const address = login ?? regionalLogin(api);
  return {
    kind: "service",
    name,
    api: trimmed(api),
    login: trimmed(address ?? api),
    ...defined({ account, loginIsUnknown: address === undefined || undefined }),
  };
}

const trimmed = (address: string): string => address.replace(/\/+$/, "");

const diagnostic = (
  severity: Diagnostic["severity"],
  code: string,
  summary: string,
  hint: string,
): Diagnostic => ({
  code,
  severity,
  summary,
  hint,
});
