import { expect, test } from "vitest";
import { forgetTokens, tokensFromReply } from "../../../../src/auth/tokens/stored-tokens.ts";
import { toTenantId } from "../../../../src/model/ids.ts";
import { manualClock } from "../manual-clock.ts";
import { ENVIRONMENT, memoryStore } from "./memory-store.ts";

const DESCENT = { issuer: "https://login.example", clientId: "client" };

test("logout drops the tokens and keeps everything else", async () => {
  const store = memoryStore({ accessToken: "a" });
  const memory = { customers: {}, deleted: [toTenantId("t-1")], spentPlans: ["digest"] };
  await store.exclusive(
    async (document, save) =>
      await save({
        ...document,
        environments: { other: memory, [ENVIRONMENT]: { ...memory, tokens: { accessToken: "a" } } },
      }),
  );
  expect(await forgetTokens(store, ENVIRONMENT)).toBe(true);
  expect(await store.read()).toEqual({ version: 1, environments: { other: memory, [ENVIRONMENT]: memory } });
});

test("logout without tokens saves nothing", async () => {
  const store = memoryStore();
  expect(await forgetTokens(store, ENVIRONMENT)).toBe(false);
  expect(store.saved).toEqual([]);
});

test("without expires_in the lifetime that a JWT states counts, from now by this machine's clock", () => {
  const payload = Buffer.from(JSON.stringify({ iat: 1000, exp: 1600 })).toString("base64url");
  const clock = manualClock(5_000_000);
  const reply = { access_token: `e30.${payload}.c2ln`, token_type: "bearer" } as const;
  expect(tokensFromReply(reply, DESCENT, clock).accessTokenExpiresAt).toBe(5_600_000);
  expect(tokensFromReply({ ...reply, access_token: "opaque" }, DESCENT, clock)).toEqual({
    accessToken: "opaque",
    ...DESCENT,
  });
});
