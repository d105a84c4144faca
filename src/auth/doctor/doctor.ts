import { DiagnosticsError } from "../../model/diagnostic.ts";
import { customersCheck, tokenCheck, writeCheck } from "./access-checks.ts";
import { judgeDiagnostics } from "./check.ts";
import type { Check, CheckFunction, DoctorFacts, DoctorInputs, Probe, Probed } from "./check.ts";
import { apiCheck, clockCheck, loginCheck } from "./host-checks.ts";
import { configurationCheck, environmentCheck, stateCheck, versionsCheck } from "./local-checks.ts";
import { errorCodes } from "../../model/network/error-code.ts";

/** In the order in which they are shown: what is nearest first. */
const CHECKS: readonly (readonly [name: string, check: CheckFunction])[] = [
  ["versions", versionsCheck],
  ["configuration", configurationCheck],
  ["environment", environmentCheck],
  ["state store", stateCheck],
  ["login host", loginCheck],
  ["API host", apiCheck],
  ["clock", clockCheck],
  ["token", tokenCheck],
  ["customers", customersCheck],
  ["write permission", writeCheck],
];

/** Examines everything that a run needs; writes nothing to the service. Never throws for what it finds: that is a check. */
export async function runDoctor(inputs: DoctorInputs): Promise<readonly Check[]> {
  const { api, login } = inputs.configuration;
  const [apiProbed, loginProbed] = await Promise.all([
    probed(inputs.probe, api),
    probed(inputs.probe, login),
  ]);
  const facts: DoctorFacts = { ...inputs, api: apiProbed, login: loginProbed };
  const checks: Check[] = [];
  for (const [name, check] of CHECKS) checks.push(unlessEnded(await examined(name, check, facts), inputs));
  return checks;
}

/** A check that fails after the end of the run has failed for that reason, whatever it says. */
function unlessEnded(check: Check, { signal }: DoctorInputs): Check {
  if (signal?.aborted !== true || check.ok !== "fail") return check;
  const detail = "not checked: the run ended first";
  return { name: check.name, ok: "fail", detail, remedy: "re-run with a longer `--timeout`" };
}

async function probed(probe: Probe, url: string | undefined): Promise<Probed | undefined> {
  if (url === undefined) return undefined;
  try {
    return { answer: await probe(url) };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

/** An error that says its code says enough: `fetch failed` alone helps nobody. */
function describeFailure(error: unknown): string {
  const [code] = errorCodes(error);
  return code ?? (error instanceof Error ? error.message : "no reply");
}

async function examined(name: string, check: CheckFunction, facts: DoctorFacts): Promise<Check> {
  try {
    return await check(facts);
  } catch (error) {
    const verdict = error instanceof DiagnosticsError ? judgeDiagnostics(error.diagnostics) : undefined;
    const detail = error instanceof Error ? error.message : "check failed";
    return { name, ok: "fail", detail, remedy: "fix the checks above first", ...verdict };
  }
}
