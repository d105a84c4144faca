import * as client from "openid-client";
import { expect, test } from "vitest";
import { createEmulator } from "../../../../src/emulator/emulator.ts";
import { serveEmulator } from "../../../../src/emulator/server.ts";
import { seeded } from "../service.ts";

test("openid-client discovers the emulator, signs in, checks the ID token and refreshes", async () => {
  const emulator = createEmulator({
    // An ID token is checked against the real time.
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: seeded(),
    seed: { clients: [{ id: "dimctl", secret: "s:x y" }] },
  });
  const served = await serveEmulator(emulator, { port: 0 });
  const insecure = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(served.url), "dimctl", "s:x y", undefined, insecure);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const request = client.buildAuthorizationUrl(config, {
    redirect_uri: "http://127.0.0.1:8000/back",
    scope: "openid offline_access onboarding",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: "state-1",
  });
  const form = new URLSearchParams([...request.searchParams, ["user", "ops"], ["decision", "allow"]]);
  const allowed = await fetch(new URL("/connect/authorize", request), {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  const callback = new URL(allowed.headers.get("location") ?? "");
  const checks = { pkceCodeVerifier, expectedState: "state-1" };
  const tokens = await client.authorizationCodeGrant(config, callback, checks);
  expect(tokens.claims()).toMatchObject({ sub: "ops", aud: "dimctl", iss: served.url });
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  await served.close();
});
