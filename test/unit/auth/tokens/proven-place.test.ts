import { expect, test } from "vitest";
import { accessTokens } from "../../../../src/auth/tokens/access-tokens.ts";
import { memoryStore as forgetful } from "../../../../src/state/memory-store.ts";
import { problemOf } from "../problem-of.ts";
import { memoryStore } from "./memory-store.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import { CLIENT_ENV, options, problemsOf, refuseToSave } from "./token-stage.ts";

const env = { ...CLIENT_ENV, DIMENSIONS_REFRESH_TOKEN: "root" };

test("a refresh token of the environment is not spent before the store has been written to", async () => {
  const endpoint = tokenEndpoint("root");
  const store = memoryStore();
  const full = {
    ...store,
    exclusive: (work: Parameters<typeof store.exclusive>[0]) =>
      store.exclusive(async (document) => await work(document, refuseToSave)),
  };
  const broken = { ...store, exclusive: full.exclusive as typeof store.exclusive };
  const tokens = accessTokens(options({ env, store: broken, send: endpoint.send }));
  expect(await problemsOf(tokens.current())).toEqual(["state-full"]);
  expect(endpoint.spent).toEqual([]);
});

test("a refresh token of the environment is not spent where the store forgets", async () => {
  const endpoint = tokenEndpoint("root");
  const tokens = accessTokens(options({ env, store: forgetful(), send: endpoint.send }));
  expect(await problemOf(tokens.current())).toEqual({
    kind: "service",
    code: "tokens-no-place",
    summary: "DIMENSIONS_REFRESH_TOKEN was not used: the token that replaces it could not be saved",
    hint: "set DIMCTL_STATE_DIR to a writable directory, or `state` in dimctl.yaml to encrypted or git",
  });
  expect(endpoint.spent).toEqual([]);
});

test("a refresh token of the environment is spent where its successor has a place", async () => {
  const endpoint = tokenEndpoint("root");
  const store = memoryStore();
  expect(await accessTokens(options({ env, store, send: endpoint.send })).current()).toBe("access-2");
  expect([endpoint.spent, store.tokens()?.refreshToken]).toEqual([["root"], "refresh-2"]);
});
