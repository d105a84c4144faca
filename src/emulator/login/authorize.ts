import { defined } from "../../model/json/defined.ts";
import { isLoopbackHttp } from "../../model/network/loopback.ts";
import { newId } from "../world/new-id.ts";
import type { Reply } from "../wire/envelope.ts";
import type { OauthContext } from "./oauth-context.ts";
import { errorPage, signInPage } from "./sign-in-page.ts";

/** What the browser brings to GET /connect/authorize; the form carries it through to the POST. */
const CARRIED = [
  "client_id",
  "redirect_uri",
  "response_type",
  "scope",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
] as const;

/** GET /connect/authorize: the sign-in page, or a page that says what is wrong with the request. */
export function showSignIn(context: OauthContext): Reply {
  const diagnostic = findRequestError(context, context.query);
  if (diagnostic !== undefined) return page(400, errorPage(diagnostic));
  return page(200, signInPage(carried(context.query)));
}

/** POST /connect/authorize: back to the program with a code, or with `error=access_denied`. */
export function answerSignIn(context: OauthContext): Reply {
  const form = new URLSearchParams(context.request.body ?? "");
  const diagnostic = findRequestError(context, form);
  if (diagnostic !== undefined) return page(400, errorPage(diagnostic));
  if (form.get("decision") !== "allow") return back(form, { error: "access_denied" });
  const user = (form.get("user") ?? "").trim();
  if (user === "") return page(200, signInPage(carried(form), "Enter a user name."));
  const code = newId(context.random);
  const challenge = form.get("code_challenge") ?? undefined;
  const nonce = form.get("nonce") ?? undefined;
  context.state.oauth.codes[code] = {
    clientId: form.get("client_id") ?? "",
    redirectUri: form.get("redirect_uri") ?? "",
    scope: form.get("scope") ?? "",
    user,
    ...defined({ challenge, nonce }),
    expiresAt: context.now + context.switches.codeSeconds * 1000,
  };
  return { ...back(form, { code }), effect: "issue-token" };
}

/** Wrong requests are shown to the person and never sent back: the address they ask for may be anybody's. */
function findRequestError(context: OauthContext, request: URLSearchParams): string | undefined {
  const { clients } = context.state.oauth;
  const clientId = request.get("client_id") ?? "";
  if (clientId === "" || (clients.length > 0 && !clients.some((client) => client.id === clientId))) {
    return "Unknown client.";
  }
  const redirect = request.get("redirect_uri") ?? "";
  if (!URL.canParse(redirect) || !isLoopbackHttp(new URL(redirect)))
    return "The redirect URI must be on this machine.";
  if (request.get("response_type") !== "code") return "Only the response type code is supported.";
  const method = request.get("code_challenge_method") ?? "S256";
  if (request.has("code_challenge") && method !== "S256") return "Only the PKCE method S256 is supported.";
  return undefined;
}

function carried(request: URLSearchParams): ReadonlyMap<string, string> {
  return new Map(CARRIED.flatMap((name) => (request.has(name) ? [[name, request.get(name) ?? ""]] : [])));
}

function back(form: URLSearchParams, result: Readonly<Record<string, string>>): Reply {
  const target = new URL(form.get("redirect_uri") ?? "");
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
  const state = form.get("state");
  if (state !== null) target.searchParams.set("state", state);
  return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
}

function page(status: number, body: string): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body,
  };
}
