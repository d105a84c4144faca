import { ClientSecretBasic, ClientSecretPost, None } from "openid-client";
import type { ClientAuth, CustomFetch, CustomFetchOptions, ServerMetadata } from "openid-client";
import { isJsonObject, parseJson } from "../../model/json/json.ts";

type Way = "body" | "header";

/** What of a login host and its client decides how the secret goes. */
interface SecretHost {
  readonly secretIn?: Way;
}
interface SecretClient {
  readonly id: string;
  readonly secret?: string;
}

/** How the client secret goes first: as configured, else as the host's metadata says, else in the header (RFC 6749 section 2.3.1). */
export function clientAuth(host: SecretHost, { secret }: SecretClient, metadata: ServerMetadata): ClientAuth {
  return secret === undefined ? None() : WAYS[firstWay(host, metadata)](secret);
}

const WAYS = { header: ClientSecretBasic, body: ClientSecretPost } as const;

function firstWay(
  { secretIn }: SecretHost,
  { token_endpoint_auth_methods_supported: methods }: ServerMetadata,
): Way {
  if (secretIn !== undefined) return secretIn;
  return methods === undefined || methods.includes("client_secret_basic") ? "header" : "body";
}

/**
 * A host checks the client before it looks at code or token, so a refused client (`invalid_client`) has spent nothing: the same
 * request is sent once more with the secret in the other place, and what worked is kept to. Not where the place is configured.
 */
export function secretEitherWay(fetcher: CustomFetch, host: SecretHost, client: SecretClient): CustomFetch {
  const { secret } = client;
  if (host.secretIn !== undefined || secret === undefined) return fetcher;
  let isSwapped = false;
  return async (url, options) => {
    const swapped = swap(options, client.id, secret);
    if (swapped === undefined) return await fetcher(url, options);
    const reply = await fetcher(url, isSwapped ? swapped : options);
    if (!(await isRefusedClient(reply))) return reply;
    const second = await fetcher(url, isSwapped ? options : swapped);
    if (await isRefusedClient(second)) return reply;
    isSwapped = !isSwapped;
    return second;
  };
}

/** The request with the secret in the other place; undefined: it has none. */
function swap(options: CustomFetchOptions, id: string, secret: string): CustomFetchOptions | undefined {
  if (!(options.body instanceof URLSearchParams)) return undefined;
  const headers = new Headers(options.headers);
  const body = new URLSearchParams(options.body);
  const isInHeader = headers.has("authorization");
  if (!isInHeader && !body.has("client_secret")) return undefined;
  headers.delete("authorization");
  body.delete("client_secret");
  body.delete("client_id");
  WAYS[isInHeader ? "body" : "header"](secret)({ issuer: "" }, { client_id: id }, body, headers);
  return { ...options, headers: Object.fromEntries(headers), body };
}

async function isRefusedClient(reply: Response): Promise<boolean> {
  if (reply.status !== 400 && reply.status !== 401) return false;
  const answer = parseJson(await reply.clone().text());
  return isJsonObject(answer) ? answer["error"] === "invalid_client" : reply.headers.has("www-authenticate");
}
