import { describe, expect, test } from "vitest";
import { guardedFetch, type SendRequest } from "../../../../src/auth/login/guarded-fetch.ts";
import type { LoginHost } from "../../../../src/auth/login/login-host.ts";
import { revokeTokens } from "../../../../src/auth/login/revoke.ts";
import { problemOf } from "../problem-of.ts";

const CLIENT = { id: "id", secret: "hunter2+" };
const HOST: LoginHost = { url: "https://login.example" };
const BASIC = `Basic ${Buffer.from("id:hunter2%2B").toString("base64")}`;

/** A login host that takes the secret in one place; `metadata` is what it says of itself, undefined: it has no discovery. */
function loginHost(takes: "header" | "body" | "neither", metadata?: object) {
  const requests: string[] = [];
  const send: SendRequest = async (url, { headers, body }) => {
    if (url.includes("/.well-known/")) {
      return metadata === undefined ? new Response("", { status: 404 }) : Response.json(metadata);
    }
    const header = new Headers(headers).get("authorization");
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    const where =
      header === BASIC ? "header" : form.get("client_secret") === CLIENT.secret ? "body" : "nowhere";
    requests.push(`${new URL(url).pathname} ${where} ${form.get("token")}`);
    if (where !== takes) return Response.json({ error: "invalid_client" }, { status: 401 });
    return new Response(null, { status: 200 });
  };
  return { send, requests };
}

const revoke = (host: LoginHost, send: SendRequest) =>
  revokeTokens(host, CLIENT, { refreshToken: "refresh-1", accessToken: "access-1" }, send);

const issuer = { issuer: HOST.url, token_endpoint: `${HOST.url}/connect/token` };

describe("the client secret goes the way that the client is registered for", () => {
  test("a host without discovery: in the header first; what worked is kept to", async () => {
    const { send, requests } = loginHost("body");
    await revoke(HOST, send);
    expect(requests).toEqual([
      "/connect/revocation header refresh-1",
      "/connect/revocation body refresh-1",
      "/connect/revocation body access-1",
    ]);
  });

  test("a host that says one way and takes the other", async () => {
    const { send, requests } = loginHost("header", {
      ...issuer,
      revocation_endpoint: `${HOST.url}/revoke`,
      token_endpoint_auth_methods_supported: ["client_secret_post"],
    });
    await revoke(HOST, send);
    expect(requests).toEqual([
      "/revoke body refresh-1",
      "/revoke header refresh-1",
      "/revoke header access-1",
    ]);
  });

  test("a configured place is the only one", async () => {
    const { send, requests } = loginHost("header", issuer);
    expect(await problemOf(revoke({ ...HOST, secretIn: "body" }, send))).toMatchObject({
      kind: "service",
      code: "login-client-refused",
    });
    expect(requests).toEqual(["/connect/revocation body refresh-1"]);
  });

  test("a wrong secret is tried in both places and no third time", async () => {
    const { send, requests } = loginHost("neither");
    expect(await problemOf(revoke(HOST, send))).toMatchObject({ code: "login-client-refused" });
    expect(requests).toEqual(["/connect/revocation header refresh-1", "/connect/revocation body refresh-1"]);
  });
});

test("a reply without an end is given up at 1 MiB", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const fetcher = guardedFetch(async () => new Response(endless));
  await expect(
    fetcher(`${HOST.url}/connect/token`, { method: "POST", headers: {}, body: "", redirect: "manual" }),
  ).rejects.toMatchObject({ kind: "lost", host: "login.example" });
  expect(pulled).toBeLessThan(25);
});

test("an API address of no known region has to say where to sign in: without discovery nothing is sent to it", async () => {
  const { send, requests } = loginHost("header");
  expect(await problemOf(revoke({ ...HOST, mustBeDiscovered: true }, send))).toMatchObject({
    kind: "service",
    code: "login-unknown",
  });
  expect(requests).toEqual([]);
});
