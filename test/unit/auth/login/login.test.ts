import { describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { login } from "../../../../src/auth/login/login.ts";
import { withTokens } from "../../../../src/auth/tokens/stored-tokens.ts";
import type { AccessTokens } from "../../../../src/model/ports/access.ts";
import type { Page } from "./browsers/cookie-browser.ts";
import { manualClock } from "../manual-clock.ts";
import { ENVIRONMENT, memoryStore } from "../tokens/memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { CLIENT } from "./provider/openid-provider.ts";
import { signIn, refuse, follows } from "./browsers/sign-in.ts";
import { provider, redirect, options } from "./provider/provider-login.ts";

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
