import type { EmulatorState } from "../world/state.ts";
import type { Switches } from "../switches/switches.ts";

/** Whether the `Authorization` header carries a token that is good now (A10: any token, or an issued one). */
export function isAuthorised(
  state: EmulatorState,
  switches: Switches,
  now: number,
  header: string | undefined,
): boolean {
  const token = /^Bearer ([^\s]+)$/i.exec(header ?? "")?.[1];
  if (token === undefined) return false;
  if (switches.tokens === "any") return true;
  const grants = state.oauth.accessTokens;
  return Object.hasOwn(grants, token) && (grants[token]?.expiresAt ?? 0) > now;
}
