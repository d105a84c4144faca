import { describe, expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { manualClock } from "../manual-clock.ts";
import { memoryStore } from "./memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import { CLIENT_ENV, START, asleep, expired, options, talkative } from "./token-stage.ts";

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
    ["the connection breaks after the token was spent", "broken-after-spending", "incomplete reply"],
    ["the host answers 502", { status: 502 }, "status 502"],
  ] as const)("%s: said so, and the token is not sent a second time", async ([, failure, detail]) => {
    const endpoint = tokenEndpoint();
    const tokens = accessTokens(options({ store: memoryStore(expired()), send: endpoint.send }));
    endpoint.failNext(failure);
    const lost = await problemOf(tokens.current());
    expect(lost).toMatchObject({
      kind: "service",
      code: "login-reply-lost",
      summary: `the reply to a token renewal was lost (login.example: ${detail}); the refresh token may be used up`,
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
