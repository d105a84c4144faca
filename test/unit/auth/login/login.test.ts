import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { login, SIGN_IN_TIMEOUT_MS } from "../../../../src/auth/login/login.ts";
import type { LoginOptions } from "../../../../src/auth/login/login.ts";
import { withTokens } from "../../../../src/auth/tokens/stored-tokens.ts";
import type { AccessTokens } from "../../../../src/model/ports/access.ts";
import { cookieBrowser } from "./cookie-browser.ts";
import type { Page } from "./cookie-browser.ts";
import { manualClock } from "../manual-clock.ts";
import { ENVIRONMENT, memoryStore } from "../tokens/memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { CLIENT, openIdProvider } from "./openid-provider.ts";
import type { OpenIdProvider } from "./openid-provider.ts";

let provider: OpenIdProvider;
let redirect: string;

beforeAll(async () => {
  redirect = `http://127.0.0.1:${await freePort()}`;
  provider = await openIdProvider(redirect);
});
afterAll(async () => await provider.close());

function options(changes: Partial<LoginOptions>): LoginOptions {
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

describe("login against a real OpenID provider", () => {
  test("signs in, shows a page that may be closed, and keeps access and refresh token", async () => {
    const store = memoryStore();
    const clock = manualClock();
    const announced: [string, boolean][] = [];
    let shown: Promise<Page> | undefined;
    const openBrowser = async (url: string): Promise<boolean> => {
      shown = signIn(url);
      return true;
    };
    const announce = (url: string, opened: boolean): void => void announced.push([url, opened]);

    const { tokens, warnings } = await login(options({ store, clock, openBrowser, announce }));

    expect(await shown).toMatchObject({
      status: 200,
      html: expect.stringContaining("You can close this window."),
    });
    expect(warnings).toEqual([]);
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/./),
      accessTokenExpiresAt: clock.now() + 3_600_000,
      refreshToken: expect.stringMatching(/./),
      scope: "openid offline_access onboarding",
      issuer: provider.url,
      clientId: CLIENT.id,
    });
    expect(store.tokens()).toEqual(tokens);
    const asked = new URL(announced[0]?.[0] ?? "").searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      client_id: CLIENT.id,
      response_type: "code",
      redirect_uri: redirect,
      scope: "openid offline_access onboarding",
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
      prompt: "consent",
    });
    expect(announced[0]?.[1]).toBe(true);
  });

  test("the refresh token is rotated; the spent one is worth nothing, and the sign-in ends", async () => {
    const store = memoryStore();
    const clock = manualClock();
    await login(options({ store, clock, openBrowser: async (url) => follows(signIn(url)) }));
    const first = store.tokens();
    const run = (): AccessTokens =>
      accessTokens({
        env: { DIMENSIONS_CLIENT_SECRET: CLIENT.secret },
        host: { url: provider.url },
        hash: (text) => text,
        store,
        environmentKey: ENVIRONMENT,
        clock,
      });
    expect(await run().current()).toBe(first?.accessToken);
    clock.advance(3_600_000);
    const renewed = await run().current();
    const second = store.tokens();
    expect(renewed).toBe(second?.accessToken);
    expect(renewed).not.toBe(first?.accessToken);
    expect(second?.refreshToken).not.toBe(first?.refreshToken);

    await store.exclusive(
      async (document, save) => await save(withTokens(document, ENVIRONMENT, { ...first })),
    );
    expect(await problemOf(run().current())).toMatchObject({ code: "login-token-refused" });
  });

  test("a wrong client secret is named as such", async () => {
    const client = { ...CLIENT, secret: "not the secret" };
    const diagnostic = await problemOf(
      login(options({ client, openBrowser: async (url) => follows(signIn(url)) })),
    );
    expect(diagnostic).toMatchObject({ code: "login-client-refused", kind: "service" });
    expect(JSON.stringify(diagnostic)).not.toContain(client.secret);
  });

  test("consent that is refused in the browser ends the sign-in", async () => {
    const refused = login(options({ openBrowser: async (url) => follows(refuse(url)) }));
    expect(await problemOf(refused)).toEqual({
      kind: "service",
      code: "login-consent-refused",
      summary: "consent was denied in the browser; not signed in",
      hint: "run `dimctl login` again and allow access",
    });
  });
});

describe("login without an answer that can be used", () => {
  test("a return with another state is ignored, and the sign-in goes on", async () => {
    const store = memoryStore();
    let foreign: Page | undefined;
    let own: Promise<Page> | undefined;
    const openBrowser = async (url: string): Promise<boolean> => {
      foreign = await cookieBrowser().open(`${redirect}/?code=stolen&state=somebody-elses`);
      own = signIn(url);
      return true;
    };
    await login(options({ store, openBrowser }));
    expect(foreign).toMatchObject({
      status: 400,
      html: expect.stringContaining("This page belongs to another sign-in and was ignored."),
    });
    expect(await own).toMatchObject({ status: 200 });
    expect(store.tokens()).toMatchObject({ issuer: provider.url });
  });

  test("nobody signs in for five minutes", async () => {
    const clock = manualClock();
    const ended = problemOf(login(options({ clock, openBrowser: async () => false })));
    while (clock.sleepers === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(SIGN_IN_TIMEOUT_MS - 1);
    expect(clock.sleepers).toBe(1);
    clock.advance(1);
    expect(await ended).toMatchObject({ kind: "service", code: "login-timeout" });
  });

  test("Ctrl-C ends the waiting", async () => {
    const stop = new AbortController();
    const announce = (): void => stop.abort();
    expect(await problemOf(login(options({ signal: stop.signal, announce })))).toMatchObject({
      kind: "service",
      code: "login-interrupted",
    });
  });

  test("a port in use is named before the browser is opened", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const opened: string[] = [];
    const openBrowser = async (url: string): Promise<boolean> => opened.push(url) > 0;
    const diagnostic = await problemOf(login(options({ redirect: `http://127.0.0.1:${port}`, openBrowser })));
    other.close();
    expect(diagnostic).toEqual({
      kind: "service",
      code: "redirect-port-in-use",
      summary: `port ${port} is in use; dimctl needs it to receive the sign-in`,
      hint: "stop the other program (another `dimctl login`?), or choose another redirect URL",
    });
    expect(opened).toEqual([]);
  });

  test("a redirect address that is not on this machine is a mistake in the call", async () => {
    expect(await problemOf(login(options({ redirect: "http://10.0.0.1:8000" })))).toMatchObject({
      kind: "input",
      code: "redirect-not-loopback",
    });
  });

  test("a login host that is neither https nor loopback is never asked", async () => {
    const asked: string[] = [];
    const send = async (url: string): Promise<Response> => {
      asked.push(url);
      return new Response();
    };
    expect(await problemOf(login(options({ host: { url: "http://login.example" }, send })))).toMatchObject({
      kind: "service",
      code: "login-address-unsafe",
    });
    expect(asked).toEqual([]);
  });
});

/** Signs in on the provider's development pages: a name, then consent; ends on the page that dimctl shows. */
async function signIn(url: string): Promise<Page> {
  const browser = cookieBrowser();
  const consent = await browser.submit(await browser.open(url), { login: "ana", password: "x" });
  return await browser.submit(consent, {});
}

/** Goes to the provider's own "cancel". */
async function refuse(url: string): Promise<Page> {
  const browser = cookieBrowser();
  const page = await browser.open(url);
  return await browser.open(new URL(/href="([^"]*\/abort)"/.exec(page.html)?.[1] ?? "", page.url).href);
}

function follows(page: Promise<Page>): boolean {
  page.catch(() => {});
  return true;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
