import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../../../src/manifests/configuration/configuration.ts";
import { memoryFiles } from "../memory-files.ts";

const read = (text: string | undefined, env: Record<string, string> = {}, environment?: string) =>
  loadConfiguration({
    files: memoryFiles(text === undefined ? {} : { "dimctl.yaml": text }),
    env,
    ...(environment === undefined ? {} : { environment }),
  });

const file = `default: staging
environments:
  staging: { api: "https://api.staging.example/", account: T-1 }
  local: { emulator: true }
customers: fleet
policy: { charge: approve }
extraRoles: [{ id: customer.user.new, licensed: true }]
sharedSecrets: [RESELLER_KEY]
state: { kind: git }
`;

describe("which environment", () => {
  const vars = { DIMENSIONS_API_URL: "http://127.0.0.1:4010", DIMENSIONS_ACCOUNT_ID: "T-2" };
  test.each([
    ["nothing but --env sandbox", undefined, {}, "sandbox", { kind: "emulator", name: "sandbox" }],
    ["an empty file says nothing", "", {}, "sandbox", { kind: "emulator", name: "sandbox" }],
    [
      "the file's default",
      file,
      {},
      undefined,
      {
        kind: "service",
        name: "staging",
        api: "https://api.staging.example",
        login: "https://api.staging.example",
        loginIsUnknown: true,
        account: "T-1",
      },
    ],
    [
      "variables beat the file",
      file,
      vars,
      undefined,
      {
        kind: "service",
        name: "environment",
        api: "http://127.0.0.1:4010",
        login: "http://127.0.0.1:4010",
        loginIsUnknown: true,
        account: "T-2",
      },
    ],
    ["--env beats variables", file, vars, "local", { kind: "emulator", name: "local" }],
    ["the sandbox is always there", file, vars, "sandbox", { kind: "emulator", name: "sandbox" }],
  ])("%s", async (_, text, env, environment, expected) => {
    const { configuration, diagnostics } = await read(text, env, environment);
    expect(diagnostics).toEqual([]);
    expect(configuration.environment).toEqual(expected);
  });
});

test("everything else, with its defaults", async () => {
  expect((await read(undefined)).configuration).toMatchObject({
    customers: "customers",
    concurrency: 8,
    adminRoles: { manage: "user.admin", login: "customer.user" },
    redirect: "http://127.0.0.1:8000",
    state: { kind: "file" },
  });
  const { configuration, diagnostics } = await read(file);
  expect(diagnostics).toEqual([]);
  expect(configuration).toMatchObject({
    customers: "fleet",
    extraRoles: [{ id: "customer.user.new", label: "customer.user.new", licensed: true, owner: "manifest" }],
    sharedSecrets: ["RESELLER_KEY"],
    policy: { charge: "approve", "delete-user": "approve", "new-admin": "note" },
    state: { kind: "git", branch: "dimctl-state", remote: "origin" },
  });
});

test("a named file must be there, and its paths start at its folder", async () => {
  const files = memoryFiles({ "conf/d.yaml": "customers: ../fleet\n" });
  const missing = await loadConfiguration({ file: "other.yaml", files, env: {} });
  expect(missing.diagnostics.map(({ code, summary }) => `${code}: ${summary}`)).toEqual([
    "unreadable-file: other.yaml not found",
  ]);
  const found = await loadConfiguration({ file: "conf/d.yaml", files, env: {} });
  expect(found.configuration.customers).toBe("fleet");
});

test.each([
  ["a mistyped key", "defualt: x\n", {}, undefined, ["unknown-key 1:1 did you mean `default`?"]],
  [
    "http to a stranger",
    'environments: { a: { api: "http://api.example" } }\n',
    {},
    "a",
    ["bad-address 1:27 undefined"],
  ],
  [
    "neither service nor emulator",
    "environments: { a: {} }\n",
    {},
    "a",
    ["environment-kind 1:20 add `api: https://…`, or `emulator: true`"],
  ],
  [
    "an unknown environment",
    file,
    {},
    "stagin",
    ['unknown-environment undefined:undefined did you mean "staging"?'],
  ],
  [
    "a mistyped variable",
    undefined,
    { DIMENSIONS_API_URI: "x" },
    undefined,
    ["unknown-variable undefined:undefined did you mean `DIMENSIONS_API_URL`?"],
  ],
  [
    "a variable that is no address",
    undefined,
    { DIMENSIONS_API_URL: "api" },
    undefined,
    ["bad-address undefined:undefined e.g. https://api.na.myreports.cloud"],
  ],
  [
    "a redirect elsewhere",
    "redirect: https://evil.example\n",
    {},
    undefined,
    ["bad-address 1:11 e.g. http://127.0.0.1:8000"],
  ],
  [
    "a redirect with a query, which no sign-in could return to",
    "redirect: http://127.0.0.1:8000/?x=1\n",
    {},
    undefined,
    ["bad-address 1:11 e.g. http://127.0.0.1:8000"],
  ],
  [
    "one login endpoint without the other",
    "environments: { p: { api: https://a.example, tokenUrl: https://l.example/token } }\ndefault: p\n",
    {},
    undefined,
    ["login-endpoints 1:20 set both, or neither"],
  ],
  [
    "a state key that its kind has no use for",
    "state: { kind: file, file: here.json }\n",
    {},
    undefined,
    ["state-kind 1:28 undefined"],
  ],
  [
    "last-admin has no policy",
    "policy: { last-admin: allow }\n",
    {},
    undefined,
    [
      "unknown-key 1:11 known keys: `recreate-customer`, `delete-customer`, `disable-customer`, `delete-user`, `delete-pbx`, `restart-pbx`, `new-admin`, `demote-admin`, `charge`, `send-email`, `start-trial`, `mass-change`, `possible-rename`, `attached-elsewhere`, `large-charge`, `new-admin-domain`, `largeCharge`",
    ],
  ],
])("%s is an error", async (_, text, env, environment, expected) => {
  const { diagnostics } = await read(text, { ...env }, environment);
  expect(diagnostics.map(({ at, code, hint }) => `${code} ${at?.line}:${at?.column} ${hint}`)).toEqual(
    expected,
  );
});

test("secrets and what the design names are known variables; values are never shown", async () => {
  const env = {
    DIMCTL_SECRET_A_1_KEY: "hush",
    DIMENSIONS_ACCESS_TOKEN: "hush",
    DIMCTL_STATE_DIR: "x",
    HOME: "/",
  };
  expect((await read(undefined, env, "sandbox")).diagnostics).toEqual([]);
  const { diagnostics } = await read(undefined, { DIMCTL_SECRET_lower: "hush-hush" });
  expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-variable"]);
  expect(JSON.stringify(diagnostics)).not.toContain("hush-hush");
});

test("both login endpoints may be configured", async () => {
  const text =
    "environments: { p: { api: https://a.example, authorizeUrl: https://l.example/a, tokenUrl: https://l.example/t } }\ndefault: p\n";
  const { configuration, diagnostics } = await read(text, {});
  expect(diagnostics).toEqual([]);
  expect(configuration.environment).toMatchObject({
    endpoints: { authorize: "https://l.example/a", token: "https://l.example/t" },
  });
});
