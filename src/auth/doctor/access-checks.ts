import type { Clock } from "../../model/ports/clock.ts";
import { variable } from "../tokens/credentials.ts";
import type { ProcessEnvironment } from "../tokens/credentials.ts";
import type { TokenStatus } from "../tokens/token-status.ts";
import type { Check, DoctorFacts } from "./check.ts";

const SIGN_IN = "run `dimctl login`, or set DIMENSIONS_REFRESH_TOKEN";
const SANDBOX = "built-in emulator: none needed";

/** Where the token comes from, when it ends and what it is for; never the token. */
export async function tokenCheck({ configuration, token, clock, env }: DoctorFacts): Promise<Check> {
  const name = "token";
  if (configuration.api === undefined) return { name, ok: "ok", detail: SANDBOX };
  const status = await token();
  if (status.source === "none") return { name, ok: "fail", detail: "no token found", remedy: SIGN_IN };
  const scopes = status.scopes === undefined ? "" : `, for ${status.scopes.join(" ")}`;
  const detail = `from ${status.source}, ${describeExpiry(status, clock)}${scopes}`;
  return { name, ok: "ok", detail, ...troubleWith(status, clock, env) };
}

function describeExpiry({ expiresAt, source, renewable }: TokenStatus, clock: Clock): string {
  if (expiresAt === undefined) {
    return source === "DIMENSIONS_REFRESH_TOKEN" ? "used up on first use" : "expiry unknown";
  }
  const minutes = Math.round((expiresAt - clock.now()) / 60_000);
  const ends = minutes <= 0 ? "expired" : `valid for ${minutes} min`;
  return renewable ? `${ends}, renewable` : `${ends}, not renewable`;
}

/** Less than this left of a token that cannot be renewed may be too little for a run. */
const SHORT_MS = 10 * 60_000;

function troubleWith(
  { expiresAt, renewable }: TokenStatus,
  clock: Clock,
  env: ProcessEnvironment,
): Pick<Check, "ok" | "remedy"> | undefined {
  const left = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - clock.now();
  if (!renewable && left <= 0) return { ok: "fail", remedy: SIGN_IN };
  if (!renewable && left < SHORT_MS) return { ok: "warn", remedy: SIGN_IN };
  const client = ["DIMENSIONS_CLIENT_ID", "DIMENSIONS_CLIENT_SECRET"];
  const missing = client.filter((name) => variable(env, name) === undefined);
  if (!renewable || missing.length === 0) return undefined;
  return { ok: "warn", remedy: `set ${missing.join(" and ")}: required to renew the token` };
}

/** Whether the service lets us read: one page of customers. */
export async function customersCheck({ customers }: DoctorFacts): Promise<Check> {
  const name = "customers";
  for await (const _ of customers()) return { name, ok: "ok", detail: "customer list is readable" };
  return { name, ok: "ok", detail: "customer list is readable; it is empty" };
}

/** CONTRACT.md section 2: the scope that provisioning needs. */
const WRITE_SCOPE = "onboarding";

/** Whether the token is for provisioning, as far as it says. What the service really allows shows only in a write. */
export async function writeCheck({ configuration, token }: DoctorFacts): Promise<Check> {
  const name = "write permission";
  if (configuration.api === undefined) return { name, ok: "ok", detail: SANDBOX };
  const { scopes, source } = await token();
  if (source === "none") return { name, ok: "fail", detail: "no token found", remedy: SIGN_IN };
  if (scopes === undefined) {
    const remedy = "none needed if the token was issued for provisioning; only a write can show it";
    return { name, ok: "warn", detail: "token does not list its scopes", remedy };
  }
  if (scopes.includes(WRITE_SCOPE)) {
    return { name, ok: "ok", detail: `token has scope ${WRITE_SCOPE}` };
  }
  const detail = `token lacks scope ${WRITE_SCOPE}`;
  return {
    name,
    ok: "fail",
    detail,
    remedy: "run `dimctl login` as a user with the API Administrator role",
  };
}
