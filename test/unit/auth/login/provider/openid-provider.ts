import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** A real OpenID provider on loopback, with rotation of refresh tokens; its sign-in pages are its own development ones. */
export interface OpenIdProvider {
  readonly url: string;
  /** How many requests the token endpoint has had. */
  readonly tokenRequests: () => number;
  close(): Promise<void>;
}

export const CLIENT = { id: "dimctl-test", secret: "client-secret-of-the-test" };

export async function openIdProvider(redirectUri: string): Promise<OpenIdProvider> {
  let tokenRequests = 0;
  const server = createServer();
  server.on("request", (request) => {
    if (request.url === "/token") tokenRequests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = quietly(() => new Provider(url, configuration(redirectUri)));
  server.on("request", provider.callback());
  return {
    url,
    tokenRequests: () => tokenRequests,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

function configuration(redirectUri: string): object {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: "client_secret_post",
        application_type: "native",
      },
    ],
    scopes: ["openid", "offline_access", "onboarding"],
    clientAuthMethods: ["client_secret_post"],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    cookies: { keys: ["cookie-key-of-the-test"] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: {
      Interaction: 600,
      Session: 600,
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 600,
      RefreshToken: 86_400,
      Grant: 86_400,
    },
    features: { devInteractions: { enabled: true } },
  };
}

/** Its warnings about development keys and pages are of no use here. */
function quietly<T>(work: () => T): T {
  const before = { warn: console.warn, info: console.info };
  console.warn = () => {};
  console.info = () => {};
  try {
    return work();
  } finally {
    Object.assign(console, before);
  }
}
