import type { SendRequest } from "../../../../src/auth/login/guarded-fetch.ts";

/** A login host in memory that rotates refresh tokens (A10): each may be spent once, reuse is refused. */
export interface TokenEndpoint {
  readonly send: SendRequest;
  /** The refresh tokens that were sent, in order. */
  readonly spent: string[];
  /** What the next token request meets instead of a reply. */
  failNext(failure: Failure): void;
}

/** An error as fetch throws it, a status, or a connection that breaks after the token was spent. */
type Failure = { readonly throws: string } | { readonly status: number } | "broken-after-spending";

export const HOST = { url: "https://login.example" };
export const LIFETIME_MS = 600_000;

/** `first` is the refresh token that is good at the beginning; the next ones are `refresh-2`, `refresh-3` and so on. */
export function tokenEndpoint(first = "refresh-1", rotates = true): TokenEndpoint {
  const spent: string[] = [];
  let good = first;
  let count = 1;
  let failure: Failure | undefined;
  const answer = (refreshToken: string): Response => {
    spent.push(refreshToken);
    if (refreshToken !== good) return json(400, { error: "invalid_grant" });
    count += 1;
    if (rotates) good = `refresh-${count}`;
    return json(200, {
      access_token: `access-${count}`,
      token_type: "Bearer",
      expires_in: LIFETIME_MS / 1000,
      ...(rotates && { refresh_token: good }),
    });
  };
  const send: SendRequest = async (url, options) => {
    if (url.includes("/.well-known/")) return new Response("", { status: 404 });
    if (url !== `${HOST.url}/connect/token`) throw new Error(`unexpected address ${url}`);
    const form = options.body instanceof URLSearchParams ? options.body : new URLSearchParams();
    const now = failure;
    failure = undefined;
    if (now === undefined) return answer(form.get("refresh_token") ?? "");
    if (now === "broken-after-spending") answer(form.get("refresh_token") ?? "");
    else if ("status" in now) return json(now.status, {});
    const code = typeof now === "object" && "throws" in now ? now.throws : "ECONNRESET";
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
  };
  return { send, spent, failNext: (next) => (failure = next) };
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
