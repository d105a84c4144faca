import { expect, test } from "vitest";
import { SIGNED_IN } from "../../../../src/auth/login/callback-page.ts";
import { listenForCallback } from "../../../../src/auth/login/callback-server.ts";

test("only a GET of the redirect path with its state and code or error counts, and only the first", async () => {
  const server = await listenForCallback("http://127.0.0.1:0/return");
  const at = (path: string, method = "GET"): Promise<number> =>
    fetch(`${new URL(server.redirectUri).origin}${path}`, { method }).then(({ status }) => status);
  expect(await at("/favicon.ico")).toBe(404);
  expect(await at("/return")).toBe(404);
  expect(await at("/return?code=1")).toBe(404);
  expect(await at("/other?code=1&state=2")).toBe(404);
  expect(await at("//evil.example/return?code=1&state=2")).toBe(404);
  expect(await at("/return?code=1&state=2", "POST")).toBe(404);
  expect(await at("/return?code=1&state=2")).toBe(400);
  const returned = server.callback("2");
  expect(await at("/return?code=0&state=1")).toBe(400);
  const first = at("/return?code=1&state=2");
  const callback = await returned;
  expect(callback.url.search).toBe("?code=1&state=2");
  expect(await at("/return?code=3&state=2")).toBe(409);
  await callback.show(SIGNED_IN);
  expect(await first).toBe(200);
  await server[Symbol.asyncDispose]();
  await expect(at("/return")).rejects.toThrow("fetch failed");
});

test("the redirect address is kept to the letter; port 0 becomes the real one", async () => {
  await using server = await listenForCallback("http://127.0.0.1:0");
  expect(server.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
});
