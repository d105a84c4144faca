import { afterAll, beforeAll, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { login } from "../../../../src/auth/login/login.ts";
import type { LoginOptions } from "../../../../src/auth/login/login.ts";
import type { Emulator } from "../../../../src/emulator/emulator.ts";
import type { ServedEmulator } from "../../../../src/emulator/server.ts";
import { cookieBrowser } from "./browsers/cookie-browser.ts";
import { ENVIRONMENT, memoryStore } from "../tokens/memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { EMULATOR_CLIENT, servedEmulator, SYSTEM_CLOCK } from "./served-emulator.ts";

let emulator: Emulator;
let served: ServedEmulator;
beforeAll(async () => {
  ({ emulator, served } = await servedEmulator());
});
afterAll(async () => await served.close());

function options(decision: "allow" | "refuse", changes: Partial<LoginOptions> = {}): LoginOptions {
  return {
    host: { url: served.url },
    client: EMULATOR_CLIENT,
    store: memoryStore(),
    environmentKey: ENVIRONMENT,
    clock: SYSTEM_CLOCK,
    announce: () => {},
    redirect: "http://127.0.0.1:0",
    openBrowser: async (url) => {
      void answer(url, decision);
      return true;
    },
    ...changes,
  };
}

async function answer(url: string, decision: string): Promise<void> {
  const browser = cookieBrowser();
  await browser.submit(await browser.open(url), { user: "ana", decision });
}

async function statusWith(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${served.url}/api/v1.0/customers`, { headers })).status;
}

test.for([
  ["found by discovery, the secret in the body", {}],
  ["found by discovery, the secret in the header", { secretIn: "header" }],
  [
    "given by the configuration",
    { authorizationEndpoint: "/connect/authorize", tokenEndpoint: "/connect/token" },
  ],
] as const)("a sign-in gives a token that the API takes; endpoints %s", async ([, host]) => {
  const asked = emulator.log.filter(({ path }) => path.startsWith("/.well-known/")).length;
  const endpoints = Object.entries(host).map(([key, value]) => [key, value.replace(/^\//, `${served.url}/`)]);
  const { tokens } = await login(
    options("allow", { host: { url: served.url, ...Object.fromEntries(endpoints) } }),
  );
  expect(await statusWith(tokens.accessToken ?? "")).toBe(200);
  expect(tokens.refreshToken).toMatch(/./);
  const askedNow = emulator.log.filter(({ path }) => path.startsWith("/.well-known/")).length;
  expect(askedNow - asked > 0).toBe(!("tokenEndpoint" in host));
});

test("a refusal on the emulator's page ends the sign-in", async () => {
  expect(await problemOf(login(options("refuse")))).toMatchObject({ code: "login-consent-refused" });
});

test("a token that the API refuses is renewed; a refresh token that is used twice ends the sign-in", async () => {
  const store = memoryStore();
  const { tokens } = await login(options("allow", { store }));
  const before = store.tokens() ?? {};
  const env = { DIMENSIONS_CLIENT_SECRET: EMULATOR_CLIENT.secret };
  const context = { env, host: { url: served.url }, hash: (text: string) => text, clock: SYSTEM_CLOCK };
  const run = accessTokens({ ...context, store, environmentKey: ENVIRONMENT });
  const renewed = await run.renew(tokens.accessToken ?? "");
  expect(renewed).not.toBe(tokens.accessToken);
  expect(await statusWith(renewed ?? "")).toBe(200);

  const thief = accessTokens({ ...context, store: memoryStore(before), environmentKey: ENVIRONMENT });
  expect(await problemOf(thief.renew(before.accessToken ?? ""))).toMatchObject({
    code: "login-token-refused",
  });
  expect(await problemOf(run.renew(renewed ?? ""))).toMatchObject({ code: "login-token-refused" });
});
