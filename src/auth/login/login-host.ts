import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  Configuration,
  customFetch,
  discovery,
  None,
} from "openid-client";
import type { ClientAuth, CustomFetch, ServerMetadata } from "openid-client";
import { defined } from "../../model/json/defined.ts";
import { isLoopbackHttp } from "../../model/network/loopback.ts";
import { safeUrl } from "../safe-url.ts";
import { guardedFetch, HostError, hostName } from "./guarded-fetch.ts";
import type { SendRequest } from "./guarded-fetch.ts";
import { hostDiagnostic } from "./host-diagnostics.ts";

/** The login host. With both endpoints given nothing is discovered. */
export interface LoginHost {
  /** The issuer, e.g. `https://login.xarios.cloud`. */
  readonly url: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  /** How the client secret is sent; by default as the host's metadata says, in the body when it says nothing. */
  readonly secretIn?: "body" | "header";
}

/** The client that the portal's REST API section shows (CONTRACT.md section 2). */
export interface LoginClient {
  readonly id: string;
  /** Absent for a public client: PKCE alone then proves who asks. */
  readonly secret?: string;
}

/** One request to the login host may take this many seconds. */
const TIMEOUT_SECONDS = 20;

/**
 * dimctl does not use the id token that may come with a reply. A wrong clock here must not make openid-client refuse the whole
 * reply for its times: the refresh token is spent by then, and the new one would be lost with it.
 */
const ID_TOKEN_TOLERANCE_SECONDS = 24 * 3600;

/**
 * The login host as openid-client wants it: endpoints from the configuration, else from discovery, else (the host answers 404 to
 * discovery) the documented `/connect/authorize` and `/connect/token`. Throws a DiagnosticsError of kind service.
 */
export async function connectLoginHost(
  host: LoginHost,
  client: LoginClient,
  send?: SendRequest,
): Promise<Configuration> {
  const url = safeUrl(host.url);
  if (url === undefined)
    throw hostDiagnostic(new HostError("unsafe", hostName(host.url), "not https"), "sign-in");
  const fetcher = guardedFetch(send);
  const metadata = await serverMetadata(host, url, client, fetcher);
  const configuration = new Configuration(
    metadata,
    client.id,
    { [clockTolerance]: ID_TOKEN_TOLERANCE_SECONDS },
    clientAuth(host, client, metadata),
  );
  configuration[customFetch] = fetcher;
  configuration.timeout = TIMEOUT_SECONDS;
  if (isLoopbackHttp(url)) allowInsecureRequests(configuration);
  return configuration;
}

async function serverMetadata(
  host: LoginHost,
  url: URL,
  client: LoginClient,
  fetcher: CustomFetch,
): Promise<ServerMetadata> {
  const given = {
    ...defined({ authorization_endpoint: host.authorizationEndpoint, token_endpoint: host.tokenEndpoint }),
  };
  const complete = host.authorizationEndpoint !== undefined && host.tokenEndpoint !== undefined;
  const found = complete ? undefined : await discover(url, client, fetcher);
  return { ...(found ?? documented(host.url)), ...given };
}

/** undefined: the host has no discovery document. */
async function discover(
  url: URL,
  client: LoginClient,
  fetcher: CustomFetch,
): Promise<ServerMetadata | undefined> {
  let missing = false;
  const noticing: CustomFetch = async (address, options) => {
    const reply = await fetcher(address, options);
    missing = reply.status === 404;
    return reply;
  };
  try {
    const found = await discovery(url, client.id, undefined, None(), {
      [customFetch]: noticing,
      timeout: TIMEOUT_SECONDS,
      execute: isLoopbackHttp(url) ? [allowInsecureRequests] : [],
    });
    return found.serverMetadata();
  } catch (error) {
    if (missing) return undefined;
    throw hostDiagnostic(error, "discovery");
  }
}

/** The endpoints of the vendor's authentication page (CONTRACT.md section 2). */
function documented(issuer: string): ServerMetadata {
  const base = issuer.replace(/\/+$/, "");
  return {
    issuer,
    authorization_endpoint: `${base}/connect/authorize`,
    token_endpoint: `${base}/connect/token`,
  };
}

function clientAuth(host: LoginHost, client: LoginClient, metadata: ServerMetadata): ClientAuth {
  if (client.secret === undefined) return None();
  const supported = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_post"];
  const inBody =
    host.secretIn === undefined ? supported.includes("client_secret_post") : host.secretIn === "body";
  return inBody ? ClientSecretPost(client.secret) : ClientSecretBasic(client.secret);
}
