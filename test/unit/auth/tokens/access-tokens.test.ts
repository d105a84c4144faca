import { describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { fingerprint } from "../../../../src/auth/tokens/stored-tokens.ts";
import { manualClock } from "../manual-clock.ts";
import { memoryStore } from "./memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { HOST, LIFETIME_MS, tokenEndpoint } from "./token-endpoint.ts";
import { CLIENT_ENV, KEPT, START, hash, options } from "./token-stage.ts";

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
