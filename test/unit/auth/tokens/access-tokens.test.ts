import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import type { AccessTokensOptions } from "../../../../src/auth/tokens/access-tokens.ts";
import type { SendRequest } from "../../../../src/auth/login/guarded-fetch.ts";
import { fingerprint } from "../../../../src/auth/tokens/stored-tokens.ts";
import type { Hash } from "../../../../src/model/ports/clock.ts";
import { DiagnosticsError } from "../../../../src/model/diagnostic.ts";
import type { StoredTokens } from "../../../../src/model/ports/state.ts";
import { manualClock } from "../manual-clock.ts";
import type { ManualClock } from "../manual-clock.ts";
import { ENVIRONMENT, memoryStore } from "./memory-store.ts";
import type { MemoryStore } from "./memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { HOST, LIFETIME_MS, tokenEndpoint } from "./token-endpoint.ts";

const START = Date.UTC(2026, 10, 22);
const hash: Hash = (text) => createHash("sha256").update(text).digest("hex");
const CLIENT_ENV = { DIMENSIONS_CLIENT_ID: "client", DIMENSIONS_CLIENT_SECRET: "client-secret" };

/** Kept tokens that are good for an hour. */
const KEPT: StoredTokens = {
  accessToken: "access-1",
  accessTokenExpiresAt: START + 3_600_000,
  refreshToken: "refresh-1",
  issuer: HOST.url,
  clientId: "client",
};

function options(changes: Partial<AccessTokensOptions>): AccessTokensOptions {
  return {
    env: CLIENT_ENV,
    host: HOST,
    hash,
    store: memoryStore(),
    environmentKey: ENVIRONMENT,
    clock: manualClock(START),
    send: async () => {
      throw new Error("nothing should be sent");
    },
    ...changes,
  };
}

describe("where a token comes from", () => {
  test("DIMENSIONS_ACCESS_TOKEN comes first and is used as it is", async () => {
    const env = { ...CLIENT_ENV, DIMENSIONS_ACCESS_TOKEN: " given\n", DIMENSIONS_REFRESH_TOKEN: "refresh-1" };
    const tokens = accessTokens(options({ env, store: memoryStore(KEPT) }));
    expect(await tokens.current()).toBe("given");
    expect(await tokens.renew("given")).toBeUndefined();
  });

  test("the token store comes next; a token that is good is not renewed", async () => {
    expect(await accessTokens(options({ store: memoryStore(KEPT) })).current()).toBe("access-1");
  });

  test("a login address that only differs by a slash is the same", async () => {
    const host = { url: `${HOST.url}/` };
    expect(await accessTokens(options({ host, store: memoryStore(KEPT) })).current()).toBe("access-1");
  });

  test("a sign-in's tokens win over DIMENSIONS_REFRESH_TOKEN", async () => {
    const env = { ...CLIENT_ENV, DIMENSIONS_REFRESH_TOKEN: "another" };
    expect(await accessTokens(options({ env, store: memoryStore(KEPT) })).current()).toBe("access-1");
  });

  test("DIMENSIONS_REFRESH_TOKEN is spent once, and its fingerprint kept with what came for it", async () => {
    const store = memoryStore();
    const endpoint = tokenEndpoint("root");
    const env = { ...CLIENT_ENV, DIMENSIONS_REFRESH_TOKEN: "root" };
    expect(await accessTokens(options({ env, store, send: endpoint.send })).current()).toBe("access-2");
    expect(store.tokens()).toEqual({
      accessToken: "access-2",
      accessTokenExpiresAt: START + LIFETIME_MS,
      refreshToken: "refresh-2",
      descendsFrom: fingerprint(hash, "root"),
      issuer: HOST.url,
      clientId: "client",
    });
    expect(JSON.stringify(store.saved)).not.toContain("root");

    const later = manualClock(START + LIFETIME_MS);
    const next = accessTokens(options({ env, store, send: endpoint.send, clock: later }));
    expect(await next.current()).toBe("access-3");
    expect(endpoint.spent).toEqual(["root", "refresh-2"]);
  });

  test("a different DIMENSIONS_REFRESH_TOKEN starts afresh", async () => {
    const store = memoryStore({ ...KEPT, descendsFrom: fingerprint(hash, "old root") });
    const endpoint = tokenEndpoint("new root");
    const env = { ...CLIENT_ENV, DIMENSIONS_REFRESH_TOKEN: "new root" };
    expect(await accessTokens(options({ env, store, send: endpoint.send })).current()).toBe("access-2");
    expect(store.tokens()?.descendsFrom).toBe(fingerprint(hash, "new root"));
    expect(endpoint.spent).toEqual(["new root"]);
  });

  test.for([
    ["another login host", { issuer: "https://login.other.example" }],
    ["another client", { clientId: "other-client" }],
  ] as const)("tokens of %s are not used", async ([, difference]) => {
    const tokens = accessTokens(options({ store: memoryStore({ ...KEPT, ...difference }) }));
    expect(await problemOf(tokens.current())).toMatchObject({ kind: "service", code: "not-signed-in" });
  });

  test("no token anywhere says how to get one", async () => {
    const env = { ...CLIENT_ENV, DIMENSIONS_ACCESS_TOKEN: "", DIMENSIONS_REFRESH_TOKEN: "" };
    expect(await problemOf(accessTokens(options({ env })).current())).toEqual({
      kind: "service",
      code: "not-signed-in",
      summary: "no token for Dimensions",
      hint: "run `dimctl login`, or set DIMENSIONS_REFRESH_TOKEN with DIMENSIONS_CLIENT_ID and DIMENSIONS_CLIENT_SECRET",
    });
  });

  test("a refresh token without a client id is a mistake in the configuration", async () => {
    const tokens = accessTokens(options({ env: { DIMENSIONS_REFRESH_TOKEN: "root" } }));
    expect(await problemOf(tokens.current())).toMatchObject({ kind: "input", code: "client-id-missing" });
  });
});

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

describe("a renewal that fails", () => {
  test("a refresh token that is spent or withdrawn names the remedy, and is not sent again", async () => {
    const endpoint = tokenEndpoint("something else");
    const tokens = accessTokens(options({ store: memoryStore(expired()), send: endpoint.send }));
    const refused = {
      kind: "service",
      code: "login-token-refused",
      summary: "the refresh token is expired, revoked or already used",
      hint: "run `dimctl login`, or set a new DIMENSIONS_REFRESH_TOKEN",
    };
    expect(await problemOf(tokens.current())).toEqual(refused);
    expect(await problemOf(tokens.current())).toEqual(refused);
    expect(endpoint.spent).toEqual(["refresh-1"]);
  });

  test("when a sign-in's refresh token is refused, the environment's is tried", async () => {
    const endpoint = tokenEndpoint("root");
    const env = { ...CLIENT_ENV, DIMENSIONS_REFRESH_TOKEN: "root" };
    const tokens = accessTokens(options({ env, store: memoryStore(expired()), send: endpoint.send }));
    expect(await tokens.current()).toBe("access-2");
    expect(endpoint.spent).toEqual(["refresh-1", "root"]);
  });

  test.for([
    ["the connection breaks after the token was spent", "broken-after-spending"],
    ["the host answers 502", { status: 502 }],
  ] as const)("%s: said so, and the token is not sent a second time", async ([, failure]) => {
    const endpoint = tokenEndpoint();
    const tokens = accessTokens(options({ store: memoryStore(expired()), send: endpoint.send }));
    endpoint.failNext(failure);
    const lost = await problemOf(tokens.current());
    expect(lost).toMatchObject({
      kind: "service",
      code: "login-reply-lost",
      summary: expect.stringContaining("the refresh token may be used up"),
    });
    expect(await problemOf(tokens.renew("access-1"))).toEqual(lost);
    expect(endpoint.spent.length).toBe(failure === "broken-after-spending" ? 1 : 0);
  });

  test("a host that was not reached is asked once more after a second", async () => {
    const endpoint = tokenEndpoint();
    const clock = manualClock(START);
    endpoint.failNext({ throws: "ECONNREFUSED" });
    const token = accessTokens(
      options({ clock, store: memoryStore(expired()), send: endpoint.send }),
    ).current();
    await asleep(clock);
    clock.advance(1000);
    expect(await token).toBe("access-2");
    expect(endpoint.spent).toEqual(["refresh-1"]);
  });

  test("no error holds a token or the client secret", async () => {
    const tokens = accessTokens(options({ store: memoryStore(expired()), send: talkative }));
    expect(await problemOf(tokens.current())).toMatchObject({
      code: "login-refused",
      summary: "the login host refused the renewal: no: [hidden] of [hidden] [2J",
    });
  });
});

/** A token endpoint that repeats in its refusal what it was sent, and a control sequence. */
async function talkative(url: string): Promise<Response> {
  return url.includes("/.well-known/")
    ? new Response("", { status: 404 })
    : Response.json(
        { error: "odd", error_description: "no: refresh-1 of client-secret\u001B[2J" },
        { status: 400 },
      );
}

function idToken(claims: object): string {
  return [JSON.stringify({ alg: "RS256" }), JSON.stringify(claims), "signature"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}

function expired(): StoredTokens {
  return { ...KEPT, accessTokenExpiresAt: START };
}

function afterRenewal(): { clock: ManualClock; store: MemoryStore; tokens: ReturnType<typeof accessTokens> } {
  const clock = manualClock(START);
  const store = memoryStore(expired());
  return { clock, store, tokens: accessTokens(options({ clock, store, send: tokenEndpoint().send })) };
}

async function refuseToSave(): Promise<void> {
  throw new DiagnosticsError([{ code: "state-full", severity: "error", summary: "The disk is full." }]);
}

async function asleep(clock: ManualClock): Promise<void> {
  while (clock.sleepers === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function problemsOf(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return error instanceof DiagnosticsError ? error.diagnostics.map(({ code }) => code) : [];
}
