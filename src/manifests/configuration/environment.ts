import type { ConfigurationFile } from "#schemas/configuration";
import { defined } from "../../model/json/defined.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { quoted } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
import { baseAddressFault } from "./configuration-rules.ts";

/** The service of a run, or the built-in emulator. */
export type Environment =
  | { readonly kind: "emulator"; readonly name: string }
  | {
      readonly kind: "service";
      readonly name: string;
      /** Base URL without `/api/v1.0` and without a slash at its end. */
      readonly api: string;
      readonly login: string;
      /** Both, or none: then they are discovered. */
      readonly endpoints?: { readonly authorize: string; readonly token: string };
      /** Where an enterprise works inside one reseller account. */
      readonly account?: string;
      /** The reseller whose customers these are (tenant id). */
      readonly reseller?: string;
    };

/** CONTRACT.md section 1: one login host for all regions. */
const LOGIN = "https://login.xarios.cloud";
const SANDBOX: Environment = { kind: "emulator", name: "sandbox" };

interface Choice {
  readonly environment: Environment;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `--env` names one of the file's; else DIMENSIONS_API_URL makes one called `environment`; else the file's `default`;
 * else the sandbox.
 */
export function chooseEnvironment(
  file: ConfigurationFile,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly environment?: string;
  },
): Choice {
  if (options.environment !== undefined) return named(file, options.environment, "`--env`");
  if (isSet(options.env["DIMENSIONS_API_URL"])) return fromVariables(options.env);
  if (file.default !== undefined) return named(file, file.default, "`default`");
  const pointless = ["DIMENSIONS_LOGIN_URL", "DIMENSIONS_ACCOUNT_ID"].filter((name) =>
    isSet(options.env[name]),
  );
  return {
    environment: SANDBOX,
    diagnostics: pointless.map((name) =>
      diagnostic(
        "warning",
        "lonely-variable",
        `${name} is set without DIMENSIONS_API_URL`,
        "set both, or neither",
      ),
    ),
  };
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
  const { account, reseller, api, login = LOGIN, authorizeUrl: authorize, tokenUrl: token } = written;
  const endpoints = authorize !== undefined && token !== undefined ? { endpoints: { authorize, token } } : {};
  return {
    environment: { ...service(name, api, login, account), ...endpoints, ...defined({ reseller }) },
    diagnostics: [],
  };
}

function fromVariables(env: Readonly<Record<string, string | undefined>>): Choice {
  const api = env["DIMENSIONS_API_URL"] ?? "";
  const login = isSet(env["DIMENSIONS_LOGIN_URL"]) ? env["DIMENSIONS_LOGIN_URL"] : LOGIN;
  const account = isSet(env["DIMENSIONS_ACCOUNT_ID"]) ? env["DIMENSIONS_ACCOUNT_ID"] : undefined;
  const diagnostics = [
    ["DIMENSIONS_API_URL", api] as const,
    ["DIMENSIONS_LOGIN_URL", login] as const,
  ].flatMap(([name, text]) => {
    const fault = baseAddressFault(text);
    return fault === undefined
      ? []
      : [diagnostic("error", "bad-address", `${name} ${fault}`, "e.g. https://api.na.myreports.cloud")];
  });
  return { environment: service("environment", api, login, account), diagnostics };
}

const service = (
  name: string,
  api: string,
  login: string,
  account: string | undefined,
): Extract<Environment, { kind: "service" }> => ({
  kind: "service",
  name,
  api: api.replace(/\/+$/, ""),
  login: login.replace(/\/+$/, ""),
  ...defined({ account }),
});

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
