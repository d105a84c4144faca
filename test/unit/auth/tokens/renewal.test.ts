import { describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import type { SendRequest } from "../../../../src/auth/login/guarded-fetch.ts";
import { manualClock } from "../manual-clock.ts";
import { memoryStore, type MemoryStore } from "./memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { HOST, LIFETIME_MS, tokenEndpoint } from "./token-endpoint.ts";
import {
  KEPT,
  START,
  afterRenewal,
  expired,
  idToken,
  options,
  problemsOf,
  refuseToSave,
} from "./token-stage.ts";

describe("renewal before expiry", () => {
  test.for([
    ["a minute and a bit before its end it is used", 60_001, "access-1"],
    ["a minute before its end it is renewed", 60_000, "access-2"],
  ] as const)("%s", async ([, left, token]) => {
    const clock = manualClock(START + 3_600_000 - left);
    const tokens = accessTokens(options({ clock, store: memoryStore(KEPT), send: tokenEndpoint().send }));
    expect(await tokens.current()).toBe(token);
  });

  test("a run that outlives its token renews it at the last minute, and no sooner", async () => {
    const { clock, tokens } = afterRenewal();
    expect(await tokens.current()).toBe("access-2");
    clock.advance(LIFETIME_MS - 60_001);
    expect(await tokens.current()).toBe("access-2");
    clock.advance(1);
    expect(await tokens.current()).toBe("access-3");
  });

  test("the new refresh token is durable before the new access token is given out", async () => {
    const { store, tokens } = afterRenewal();
    const saved = tokens.current().then(() => store.saved.length);
    expect(store.saved).toHaveLength(0);
    expect(await saved).toBe(1);
    expect(store.tokens()?.refreshToken).toBe("refresh-2");
  });

  test("when the new tokens cannot be kept, they are not used", async () => {
    const endpoint = tokenEndpoint();
    const store = memoryStore(expired());
    const broken: MemoryStore = {
      ...store,
      exclusive: async (work) =>
        await store.exclusive(async (document) => await work(document, refuseToSave)),
    };
    const tokens = accessTokens(options({ store: broken, send: endpoint.send }));
    const first = await problemsOf(tokens.current());
    expect(first).toEqual(["state-full", "tokens-not-kept"]);
    expect(await problemsOf(tokens.current())).toEqual(first);
    expect(endpoint.spent).toEqual(["refresh-1"]);
  });

  test("a host that does not rotate leaves the refresh token as it is", async () => {
    const store = memoryStore(expired());
    const tokens = accessTokens(options({ store, send: tokenEndpoint("refresh-1", false).send }));
    expect(await tokens.current()).toBe("access-2");
    expect(store.tokens()?.refreshToken).toBe("refresh-1");
  });

  test("a wrong clock on this machine does not lose the tokens of a reply that holds an id token", async () => {
    const endpoint = tokenEndpoint();
    const send: SendRequest = async (url, init) => {
      const reply = await endpoint.send(url, init);
      if (reply.status !== 200) return reply;
      const hour = Math.floor(Date.now() / 1000) + 3600;
      const claims = { iss: HOST.url, aud: "client", sub: "ana", iat: hour, nbf: hour, exp: hour + 300 };
      const body = (await reply.json()) as object;
      return Response.json({ ...body, id_token: idToken(claims) });
    };
    const store = memoryStore(expired());
    expect(await accessTokens(options({ store, send })).current()).toBe("access-2");
    expect(store.tokens()?.refreshToken).toBe("refresh-2");
  });

  test("a token that cannot be renewed is used to its last second", async () => {
    const { refreshToken: _, ...alone } = KEPT;
    const clock = manualClock(START + 3_600_000 - 1);
    const tokens = accessTokens(options({ clock, store: memoryStore(alone) }));
    expect(await tokens.current()).toBe("access-1");
    clock.advance(1);
    expect(await problemOf(tokens.current())).toMatchObject({ code: "not-signed-in" });
  });

  test("every token that is used or obtained is told to the redactor", async () => {
    const learned: string[] = [];
    const register = (secret: string): void => void learned.push(secret);
    const tokens = accessTokens(
      options({ store: memoryStore(expired()), send: tokenEndpoint().send, register }),
    );
    await tokens.current();
    expect(learned).toEqual(["access-2", "refresh-2"]);
  });
});

describe("renewal after a 401", () => {
  test("ten requests that were refused at once spend one refresh token", async () => {
    const endpoint = tokenEndpoint();
    const tokens = accessTokens(options({ store: memoryStore(KEPT), send: endpoint.send }));
    expect(await tokens.current()).toBe("access-1");
    const renewed = await Promise.all(Array.from({ length: 10 }, async () => await tokens.renew("access-1")));
    expect(new Set(renewed)).toEqual(new Set(["access-2"]));
    expect(await tokens.renew("access-1")).toBe("access-2");
    expect(endpoint.spent).toEqual(["refresh-1"]);
  });

  test("two processes that renew at once spend one refresh token", async () => {
    const endpoint = tokenEndpoint();
    const store = memoryStore(KEPT);
    const processes = [1, 2, 3].map(() => accessTokens(options({ store, send: endpoint.send })));
    for (const tokens of processes) expect(await tokens.current()).toBe("access-1");
    const renewed = await Promise.all(processes.map(async (tokens) => await tokens.renew("access-1")));
    expect(renewed).toEqual(["access-2", "access-2", "access-2"]);
    expect(endpoint.spent).toEqual(["refresh-1"]);
  });

  test("without a refresh token there is no newer one", async () => {
    const { refreshToken: _, ...alone } = KEPT;
    const tokens = accessTokens(options({ store: memoryStore(alone) }));
    await tokens.current();
    expect(await tokens.renew("access-1")).toBeUndefined();
  });
});
