import { VARIABLES } from "../../model/variables.ts";
import { variable } from "../tokens/credentials.ts";
import { SECRET_PREFIX } from "../secrets/secrets.ts";
import { judgeDiagnostics } from "./check.ts";
import type { Check, DoctorFacts } from "./check.ts";

/** Whether Node is new enough, and which dimctl this is. */
export function versionsCheck({ versions }: DoctorFacts): Check {
  const { node, dimctl, neededNode } = versions;
  const detail = `dimctl ${dimctl} on Node ${node}`;
  if (!isOlder(node, neededNode)) return { name: "versions", ok: "ok", detail };
  const remedy = `install Node ${neededNode} or newer`;
  return { name: "versions", ok: "fail", detail: `${detail}: too old`, remedy };
}

/** Compares `20.19.0` part by part; a leading `v` is allowed. */
function isOlder(version: string, needed: string): boolean {
  const have = parts(version);
  for (const [index, part] of parts(needed).entries()) {
    const mine = have[index] ?? 0;
    if (mine !== part) return mine < part;
  }
  return false;
}

function parts(version: string): readonly number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

/** Which configuration and environment apply. */
export function configurationCheck({ configuration }: DoctorFacts): Check {
  const { file, environment, api, diagnostics } = configuration;
  const source = file ?? "no dimctl.yaml";
  const detail = `${source}, environment ${environment}, ${api ?? "built-in emulator"}`;
  return { name: "configuration", ok: "ok", detail, ...judgeDiagnostics(diagnostics) };
}

/** Which of dimctl's variables are set, by name alone; one that dimctl does not know is likely a misspelling. */
export function environmentCheck({ env }: DoctorFacts): Check {
  const ours = Object.keys(env)
    .filter((name) => /^(?:DIMENSIONS|DIMCTL)_/.test(name) && variable(env, name) !== undefined)
    .toSorted();
  const secrets = ours.filter((name) => name.startsWith(SECRET_PREFIX)).length;
  const named = ours.filter((name) => !name.startsWith(SECRET_PREFIX));
  const unknown = named.filter((name) => !VARIABLES.includes(name));
  const set = [...named, ...(secrets > 0 ? [`${secrets} of ${SECRET_PREFIX}…`] : [])];
  const detail = set.length === 0 ? "no dimctl variables set" : `set: ${set.join(", ")}`;
  if (unknown.length === 0) return { name: "environment", ok: "ok", detail };
  const remedy = `unknown: ${unknown.join(", ")}; correct the spelling or unset`;
  return { name: "environment", ok: "warn", detail, remedy };
}

/** Whether the state store can be read and locked. Nothing is saved. */
export async function stateCheck({ store, storeProblems }: DoctorFacts): Promise<Check> {
  await store.exclusive(async () => {});
  return { name: "state store", ok: "ok", detail: store.location, ...judgeDiagnostics(storeProblems) };
}
