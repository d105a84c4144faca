import { tokenRevocation } from "openid-client";
import type { StoredTokens } from "../../model/ports/state.ts";
import type { SendRequest } from "./guarded-fetch.ts";
import { hostDiagnostic } from "./host-diagnostics.ts";
import { connectLoginHost, type LoginClient, type LoginHost } from "./login-host.ts";

/** Tells the login host that these tokens are not to be used any more (RFC 7009). Throws a DiagnosticsError of kind service. */
export async function revokeTokens(
  host: LoginHost,
  client: LoginClient,
  { refreshToken, accessToken }: StoredTokens,
  send?: SendRequest,
): Promise<void> {
  const hidden = [refreshToken ?? "", accessToken ?? "", client.secret ?? ""];
  try {
    const configuration = await connectLoginHost(host, client, send);
    // The refresh token first: with it the sign-in ends, and the access token ends soon by itself.
    const tokens = [
      ["refresh_token", refreshToken],
      ["access_token", accessToken],
    ] as const;
    for (const [hint, token] of tokens) {
      if (token !== undefined) await tokenRevocation(configuration, token, { token_type_hint: hint });
    }
  } catch (error) {
    throw hostDiagnostic(error, "revocation", hidden);
  }
}
