// Writes the secrets of the manifests from one job variable to the file that dimctl reads.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The environment without the variables of dimctl. */
export function withoutSecrets(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:DIMCTL|DIMENSIONS)_/.test(name)));
}

/**
 * The environment of dimctl: variables that are empty, as those of a secret that does not exist, are left out, and
 * DIMCTL_SECRETS, a text in the form of a secrets file, becomes a file in `folder` that only we can read.
 */
export function withSecretsFile(env, folder) {
  const kept = Object.entries(env).filter(([name, value]) => {
    if (name === "DIMCTL_SECRETS" || name.startsWith("INPUT_")) return false;
    return value !== "" || !/^(?:DIMCTL|DIMENSIONS)_/.test(name);
  });
  const text = env.DIMCTL_SECRETS ?? "";
  if (text.trim() === "") return { env: Object.fromEntries(kept), masks: [], remove: () => undefined };
  const file = join(folder, "secrets");
  writeFileSync(file, text, { mode: 0o600 });
  return {
    env: { ...Object.fromEntries(kept), DIMCTL_SECRETS_FILE: file },
    masks: valuesOf(text),
    remove: () => rmSync(file, { force: true }),
  };
}

/** Every value of a dotenv or JSON text: GitHub itself hides only the text as a whole and its whole lines. */
function valuesOf(text) {
  const values = text.trim().startsWith("{") ? jsonValues(text) : dotenvValues(text);
  return [...new Set(values)].filter((value) => value.length > 3);
}

function jsonValues(text) {
  try {
    return Object.values(JSON.parse(text)).filter((value) => typeof value === "string");
  } catch {
    return [];
  }
}

function dotenvValues(text) {
  const rows = text
    .split(/\r?\n/)
    .flatMap((row) => /^\s*(?:export\s+)?\w+\s*=\s*(.*?)\s*$/.exec(row)?.[1] ?? []);
  return rows.flatMap((value) => [value, value.replace(/^(['"])(.*)\1.*$/, "$2")]);
}
