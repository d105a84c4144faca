import { expect, test } from "vitest";
import { fingerprint } from "../../../../src/auth/tokens/stored-tokens.ts";
import { tokenStatus } from "../../../../src/auth/tokens/token-status.ts";
import type { TokenStatus } from "../../../../src/auth/tokens/token-status.ts";
import type { StoredTokens } from "../../../../src/model/ports/state.ts";
import { ENVIRONMENT, memoryStore } from "./memory-store.ts";

const HOST = { url: "https://login.example" };
const hash = (text: string): string => text;

const rows: readonly (readonly [string, Record<string, string>, StoredTokens | undefined, TokenStatus])[] = [
  [
    "a JWT in the environment says its expiry and scopes",
    { DIMENSIONS_ACCESS_TOKEN: jwt({ exp: 1000, scope: ["openid", "onboarding"] }) },
    undefined,
    {
      source: "DIMENSIONS_ACCESS_TOKEN",
      expiresAt: 1_000_000,
      scopes: ["openid", "onboarding"],
      renewable: false,
    },
  ],
  [
    "an opaque token in the environment says nothing",
    { DIMENSIONS_ACCESS_TOKEN: "opaque" },
    undefined,
    { source: "DIMENSIONS_ACCESS_TOKEN", renewable: false },
  ],
  [
    "a kept opaque token has what its reply said",
    {},
    { accessToken: "opaque", accessTokenExpiresAt: 5000, scope: "openid onboarding", refreshToken: "r" },
    { source: "the token store", expiresAt: 5000, scopes: ["openid", "onboarding"], renewable: true },
  ],
  [
    "a refresh token that was not spent yet",
    { DIMENSIONS_REFRESH_TOKEN: "root" },
    undefined,
    { source: "DIMENSIONS_REFRESH_TOKEN", renewable: true },
  ],
  [
    "a refresh token whose descendants are kept",
    { DIMENSIONS_REFRESH_TOKEN: "root" },
    { accessToken: "opaque", refreshToken: "r", descendsFrom: fingerprint(hash, "root") },
    { source: "the token store", renewable: true },
  ],
  ["nothing at all", {}, undefined, { source: "none", renewable: false }],
];

test.for(rows)("%s", async ([, env, kept, status]) => {
  const store = memoryStore(kept);
  expect(await tokenStatus({ env, host: HOST, hash, store, environmentKey: ENVIRONMENT })).toEqual(status);
});

function jwt(payload: object): string {
  return ["{}", JSON.stringify(payload), "signature"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}
