import { networkHint } from "../../model/network/network-hint.ts";
import { safeUrl } from "../safe-url.ts";
import type { Check, DoctorFacts, Probed } from "./check.ts";

/** Whether the login host answers. Without it a token that is good is enough for this run. */
export function loginCheck({ configuration, login }: DoctorFacts): Check {
  return hostCheck("login host", configuration.login, login, "DIMENSIONS_LOGIN_URL");
}

/** Whether the API host answers; any status is an answer, since nothing is asked of it. */
export function apiCheck({ configuration, api }: DoctorFacts): Check {
  return hostCheck("API host", configuration.api, api, "DIMENSIONS_API_URL");
}

/** An answer that takes longer than this makes every run slow. */
const SLOW_MS = 2000;

function hostCheck(
  name: string,
  address: string | undefined,
  probed: Probed | undefined,
  setting: string,
): Check {
  if (address === undefined || probed === undefined) {
    return { name, ok: "ok", detail: "built-in emulator: no network needed" };
  }
  const url = safeUrl(address);
  if (url === undefined) {
    const remedy = `set ${setting} or dimctl.yaml to an https URL without user name and password`;
    return { name, ok: "fail", detail: "not an https URL: no token is sent there", remedy };
  }
  if ("failure" in probed) {
    const remedy = networkHint(probed.failure) ?? `check the network, the proxy and ${setting}`;
    return { name, ok: "fail", detail: `${url.origin} did not reply: ${probed.failure}`, remedy };
  }
  const { status, durationMs } = probed.answer;
  const detail = `${url.origin} replied ${status} in ${Math.round(durationMs)} ms`;
  if (status >= 500) return { name, ok: "warn", detail, remedy: "server error: try again later" };
  const remedy = "slow network or service: lower `--concurrency` and raise `--timeout`";
  return durationMs > SLOW_MS ? { name, ok: "warn", detail, remedy } : { name, ok: "ok", detail };
}

/** Past the first a token may look expired too early or too late; past the second sign-ins are commonly refused. */
const SKEW_WARN_MS = 30_000;
const SKEW_FAIL_MS = 300_000;

/** Whether this machine's clock agrees with the API's Date header, or the login host's. */
export function clockCheck({ api, login, clock }: DoctorFacts): Check {
  const name = "clock";
  const date = readDate(api) ?? readDate(login);
  if (date === undefined) return { name, ok: "ok", detail: "not checked: no server time available" };
  const skewMs = clock.now() - date;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) < SKEW_WARN_MS) return { name, ok: "ok", detail: "in sync with the service" };
  const detail = `this machine is ${seconds} seconds ${skewMs > 0 ? "ahead of" : "behind"} the service`;
  const ok = Math.abs(skewMs) < SKEW_FAIL_MS ? "warn" : "fail";
  return { name, ok, detail, remedy: "synchronise this machine's clock (NTP)" };
}

function readDate(probed: Probed | undefined): number | undefined {
  return probed !== undefined && "answer" in probed ? probed.answer.date : undefined;
}
