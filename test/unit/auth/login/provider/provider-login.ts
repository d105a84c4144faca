/** A sign-in against a real OpenID provider that runs in this process. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import type { LoginOptions } from "../../../../../src/auth/login/login.ts";
import { manualClock } from "../../manual-clock.ts";
import { ENVIRONMENT, memoryStore } from "../../tokens/memory-store.ts";
import { CLIENT, openIdProvider } from "./openid-provider.ts";
import type { OpenIdProvider } from "./openid-provider.ts";

export let provider: OpenIdProvider;
export let redirect: string;

beforeAll(async () => {
  redirect = `http://127.0.0.1:${await freePort()}`;
  provider = await openIdProvider(redirect);
});
afterAll(async () => await provider.close());

export function options(changes: Partial<LoginOptions>): LoginOptions {
  return {
    host: { url: provider.url },
    client: CLIENT,
    store: memoryStore(),
    environmentKey: ENVIRONMENT,
    clock: manualClock(),
    openBrowser: async () => true,
    announce: () => {},
    redirect,
    prompt: "consent",
    ...changes,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
