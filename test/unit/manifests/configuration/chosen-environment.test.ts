import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../../src/manifests/configuration/configuration.ts";
import { memoryFiles } from "../memory-files.ts";

const API = "https://api.na.myreports.cloud";
const FILE = `environments: { production: { api: "${API}" } }\n`;
const WITH_DEFAULT = `${FILE}default: production\n`;

/** What a run is told, and the errors and warnings, a line each. */
async function choose(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
  environment?: string,
) {
  const chosen = environment === undefined ? {} : { environment };
  const { configuration, diagnostics } = await loadConfiguration({
    files: memoryFiles(files),
    env,
    ...chosen,
  });
  const said = diagnostics.map(({ code, severity, summary }) => `${severity} ${code}: ${summary}`);
  return { environment: configuration.environment, said, hints: diagnostics.map(({ hint }) => hint) };
}

describe("nobody has chosen an environment", () => {
  test.each([
    ["no file and no variable", {}],
    ["an empty file", { "dimctl.yaml": "" }],
  ])("%s: an error that says how to name one", async (_, files) => {
    const { said, hints } = await choose(files);
    expect(said).toEqual(["error no-environment: no environment is chosen"]);
    expect(hints).toEqual([
      "add a dimctl.yaml with `environments` and `default`, or set DIMENSIONS_API_URL; `--env sandbox` uses the built-in emulator",
    ]);
  });

  test("a file with one environment and no default: not guessed either", async () => {
    const { said, hints } = await choose({ "dimctl.yaml": FILE });
    expect(said).toEqual(["error no-environment: no environment is chosen"]);
    expect(hints).toEqual(["name one with `--env`, or set `default` in dimctl.yaml: production, sandbox"]);
  });

  test("a command that reaches no service needs none", async () => {
    const { diagnostics } = await loadConfiguration({
      files: memoryFiles({}),
      env: {},
      withoutService: true,
    });
    expect(diagnostics).toEqual([]);
  });
});

test.each([
  "dimctl.yml",
  ".dimctl.yaml",
  ".dimctl.yml",
  "dimctl.json",
  "Dimctl.yaml",
  "dimctl.yaml.txt",
  ".dimctlrc",
  "dimctl.config.yaml",
])("%s is an error, beside dimctl.yaml and in its place", async (name) => {
  const summary = `error misnamed-file: \`${name}\` is not read: the configuration file is \`dimctl.yaml\``;
  const alone = await choose({ [name]: WITH_DEFAULT });
  expect(alone).toMatchObject({ said: [summary], hints: [`rename it, or use \`--config ${name}\``] });
  const beside = await choose({ [name]: WITH_DEFAULT, "dimctl.yaml": WITH_DEFAULT });
  expect(beside).toMatchObject({ said: [summary], hints: ["move its content there, and remove it"] });
});

test("a slip in the name is an error where the file is missing, and another one's file where it is there", async () => {
  expect((await choose({ "dimclt.yaml": WITH_DEFAULT })).said).toEqual([
    "error misnamed-file: `dimclt.yaml` is not read: the configuration file is `dimctl.yaml`",
  ]);
  const others = { "dimctl-2.yaml": FILE, "dimctl.yaml": WITH_DEFAULT, "dimctl.yaml~": "", "dimctl.txt": "" };
  expect((await choose(others)).said).toEqual([]);
});

test.each([
  ["DIMENSION_API_URL", "DIMENSIONS_API_URL"],
  ["DIMENSIONS_URL", "DIMENSIONS_API_URL"],
  ["DIMENSIONS_API", "DIMENSIONS_API_URL"],
  ["DIMCTL_API_URL", "DIMENSIONS_API_URL"],
  ["DIMCTL_URL", "DIMENSIONS_API_URL"],
  ["dimensions_api_url", "DIMENSIONS_API_URL"],
  ["DIMENSONS_API_URL", "DIMENSIONS_API_URL"],
  ["DIMENSIONSAPI_URL", "DIMENSIONS_API_URL"],
  ["DIMENTIONS_ACCESS_TOKEN", "DIMENSIONS_ACCESS_TOKEN"],
  ["DIMENSION_CLIENT_SECRET", "DIMENSIONS_CLIENT_SECRET"],
  ["DIMCTL_REFRESH_TOKEN", "DIMENSIONS_REFRESH_TOKEN"],
  ["DIMENSIONS_STATE_KEY", "DIMCTL_STATE_KEY"],
  ["DIMCLT_STATE_KEY", "DIMCTL_STATE_KEY"],
])("the variable %s is an error: did you mean %s?", async (name, meant) => {
  expect(await choose({ "dimctl.yaml": WITH_DEFAULT }, { [name]: "hush" })).toMatchObject({
    said: [`error unknown-variable: unknown environment variable \`${name}\``],
    hints: [`did you mean \`${meant}\`?`],
  });
});

test("variables of others are left alone", async () => {
  const env = { DIMENSION: "3", DIM_X: "1", DIMENSION_COUNT: "2", API_URL: "x", DIMCTL_SECRET_ANY_NAME: "s" };
  expect((await choose({ "dimctl.yaml": WITH_DEFAULT }, env)).said).toEqual([]);
});

test("an account or a login address that an environment of the file would not use is an error", async () => {
  const env = { DIMENSIONS_ACCOUNT_ID: "T-2" };
  const said = "lonely-variable: DIMENSIONS_ACCOUNT_ID is set without DIMENSIONS_API_URL";
  expect((await choose({ "dimctl.yaml": WITH_DEFAULT }, env)).said).toEqual([`error ${said}`]);
  expect((await choose({ "dimctl.yaml": FILE }, env, "production")).said).toEqual([`error ${said}`]);
  expect((await choose({}, env, "sandbox")).said).toEqual([`warning ${said}`]);
});

test.each([
  ["https://api.na.myreports.cloud", "https://login.xarios.cloud", undefined],
  ["https://api.au.myreports.cloud", "https://login.au.xarios.cloud", undefined],
  ["https://api.eu.myreports.cloud/", "https://login.eu.xarios.cloud", undefined],
  ["https://api.uk.myreports.cloud", "https://login.uk.xarios.cloud", undefined],
  ["https://api.na.myreports.cloud.evil.example", "https://api.na.myreports.cloud.evil.example", true],
  ["https://api.own.example", "https://api.own.example", true],
])("the login address follows the region of the API address (R1): %s", async (api, login, loginIsUnknown) => {
  const ofFile = await choose({ "dimctl.yaml": `environments: { p: { api: "${api}" } }\ndefault: p\n` });
  const ofVariable = await choose({}, { DIMENSIONS_API_URL: api });
  for (const { environment, said } of [ofFile, ofVariable]) {
    expect(said).toEqual([]);
    expect(environment).toMatchObject({ login, ...(loginIsUnknown && { loginIsUnknown }) });
    expect("loginIsUnknown" in environment).toBe(loginIsUnknown === true);
  }
});
