import type { LoginHost } from "../../auth/login/login-host.ts";
import type { Environment } from "../../manifests/configuration/environment.ts";
import { defined } from "../../model/json/defined.ts";

/** Where an environment signs in: its login address, and the endpoints when the configuration names them. */
export function chooseLoginHost({
  login,
  loginIsUnknown,
  endpoints,
  secretIn,
}: Extract<Environment, { kind: "service" }>): LoginHost {
  return {
    url: login,
    ...defined({
      authorizationEndpoint: endpoints?.authorize,
      tokenEndpoint: endpoints?.token,
      mustBeDiscovered: loginIsUnknown,
      secretIn,
    }),
  };
}
