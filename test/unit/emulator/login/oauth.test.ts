import { createHash, createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import type { WireResponse } from "../../../../src/model/ports/wire.ts";
import type { Switches } from "../../../../src/emulator/switches/switches.ts";
import { service, type Parsed, type Service } from "../service.ts";

const CLIENT = { id: "dimctl", secret: "s3:cret" };
const VERIFIER = "a-verifier-of-at-least-forty-three-characters-length";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const REDIRECT = "http://127.0.0.1:8000";
const REQUEST = {
  client_id: CLIENT.id,
  redirect_uri: REDIRECT,
  response_type: "code",
  scope: "offline_access onboarding",
  state: "st&te",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
  nonce: "n-1",
};

function made(switches: Partial<Switches> = {}): Service {
  return service({ tokens: "issued", ...switches }, { clients: [CLIENT] });
}

async function send(
  { emulator }: Service,
  method: "GET" | "POST",
  path: string,
  form: Record<string, string>,
  headers = {},
): Promise<WireResponse> {
  const text = new URLSearchParams(form).toString();
  if (method === "GET") return emulator.handle({ method, path: `${path}?${text}`, headers });
  return emulator.handle({ method, path, headers, body: text });
}

/** A code, by the sign-in form. */
async function codeOf(from: Service, rest: Record<string, string> = {}): Promise<string> {
  const reply = await send(from, "POST", "/connect/authorize", {
    ...REQUEST,
    user: "ops",
    decision: "allow",
    ...rest,
  });
  return new URL(reply.headers.location ?? "").searchParams.get("code") ?? "";
}

async function redeem(
  from: Service,
  rest: Record<string, string> = {},
): Promise<{ status: number; json: Parsed }> {
  const form = {
    grant_type: "authorization_code",
    code: await codeOf(from),
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
  };
  return token(from, { ...form, ...rest });
}

async function token(from: Service, form: Record<string, string>): Promise<{ status: number; json: Parsed }> {
  const post = { client_id: CLIENT.id, client_secret: CLIENT.secret, ...form };
  const { status, body } = await send(from, "POST", "/connect/token", post);
  return { status, json: JSON.parse(body) };
}

const read = async (from: Service, accessToken: string): Promise<number> =>
  (await from.call("GET", "/customers", undefined, { authorization: `Bearer ${accessToken}` })).status;

test("the sign-in page labels its field and escapes everything that came with the request", async () => {
  const page = await send(made(), "GET", "/connect/authorize", {
    ...REQUEST,
    scope: '"><script>alert(1)</script>',
  });
  expect(page.status).toBe(200);
  expect(page.body).toContain('<label for="user">User</label>');
  expect(page.body).toContain("&quot;&gt;&lt;script&gt;");
  expect(page.body).not.toContain("<script>");
});

test("Allow goes back with code and state, Refuse with access_denied", async () => {
  const from = made();
  const allowed = await send(from, "POST", "/connect/authorize", {
    ...REQUEST,
    user: "ops",
    decision: "allow",
  });
  expect(allowed.headers.location).toMatch(
    /^http:\/\/127\.0\.0\.1:8000\/\?code=[0-9a-f-]{36}&state=st%26te$/,
  );
  const refused = await send(from, "POST", "/connect/authorize", { ...REQUEST, decision: "refuse" });
  expect(refused.headers.location).toBe("http://127.0.0.1:8000/?error=access_denied&state=st%26te");
});

test.each([
  ["https://evil.example/", "The redirect URI must be on this machine."],
  ["http://127.0.0.1.evil.example/", "The redirect URI must be on this machine."],
  ["javascript:alert(1)", "The redirect URI must be on this machine."],
])("the redirect address %s is shown as a problem, never followed", async (redirect_uri, diagnostic) => {
  const page = await send(made(), "POST", "/connect/authorize", {
    ...REQUEST,
    redirect_uri,
    user: "ops",
    decision: "allow",
  });
  expect([page.status, page.headers.location]).toEqual([400, undefined]);
  expect(page.body).toContain(diagnostic);
});

test("a sign-in may return to any address of this machine", async () => {
  for (const redirect_uri of ["http://127.0.0.2:8000/", "http://localhost:8000/", "http://[::1]:8000/"]) {
    const page = await send(made(), "POST", "/connect/authorize", {
      ...REQUEST,
      redirect_uri,
      decision: "refuse",
    });
    expect(page.headers.location).toBe(`${redirect_uri}?error=access_denied&state=st%26te`);
  }
});

test("a code becomes tokens once; its ID token is signed and names the nonce", async () => {
  const from = made();
  const code = await codeOf(from, { scope: "openid offline_access onboarding" });
  const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: VERIFIER };
  const { status, json } = await token(from, form);
  expect([status, json.token_type, json.expires_in]).toEqual([200, "Bearer", 3600]);
  const [head = "", claims = "", signature = ""] = json.id_token.split(".");
  const keys = await send(from, "GET", "/.well-known/openid-configuration/jwks", {});
  const key = createPublicKey({ key: JSON.parse(keys.body).keys[0], format: "jwk" });
  expect(verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(
    true,
  );
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    iss: "https://api.example",
    sub: "ops",
    aud: "dimctl",
    nonce: "n-1",
  });
  expect(await read(from, json.access_token)).toBe(200);
  expect(await token(from, form)).toEqual({ status: 400, json: { error: "invalid_grant" } });
});

test.each([
  [{ code_verifier: "another" }, 400, "invalid_grant"],
  [{ redirect_uri: "http://127.0.0.1:9" }, 400, "invalid_grant"],
  [{ client_secret: "wrong" }, 401, "invalid_client"],
  [{ grant_type: "password" }, 400, "unsupported_grant_type"],
])("a token request with %o meets %i %s", async (rest, status, error) => {
  expect(await redeem(made(), rest)).toEqual({ status, json: { error } });
});

test("client_secret_basic is form-decoded", async () => {
  const from = made();
  const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`).toString("base64");
  const form = {
    grant_type: "authorization_code",
    code: await codeOf(from),
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
  };
  const reply = await send(from, "POST", "/connect/token", form, { authorization: `Basic ${basic}` });
  expect(reply.status).toBe(200);
});

test("a refresh token is spent by its use; used again it takes the whole family with it", async () => {
  const from = made();
  const first = (await redeem(from)).json;
  const second = (await token(from, { grant_type: "refresh_token", refresh_token: first.refresh_token }))
    .json;
  expect(await read(from, second.access_token)).toBe(200);
  const again = await token(from, { grant_type: "refresh_token", refresh_token: first.refresh_token });
  expect(again).toEqual({ status: 400, json: { error: "invalid_grant" } });
  expect(await read(from, second.access_token)).toBe(401);
  expect(
    (await token(from, { grant_type: "refresh_token", refresh_token: second.refresh_token })).status,
  ).toBe(400);
});

test("A10 refreshTokens=reusable: the same token is good again and again", async () => {
  const from = made({ refreshTokens: "reusable" });
  const { refresh_token } = (await redeem(from)).json;
  for (let n = 0; n < 2; n += 1) {
    const reply = await token(from, { grant_type: "refresh_token", refresh_token });
    expect([reply.status, reply.json.refresh_token]).toEqual([200, refresh_token]);
  }
});

test("an access token ends with its lifetime", async () => {
  const from = made({ accessTokenSeconds: 60 });
  const { access_token } = (await redeem(from)).json;
  from.clock.pass(59_999);
  expect(await read(from, access_token)).toBe(200);
  from.clock.pass(1);
  expect(await read(from, access_token)).toBe(401);
});
