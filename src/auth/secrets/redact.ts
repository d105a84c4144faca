import { findAll, type Range } from "./find-all.ts";

/** Defence in depth: nothing should carry a secret to an output; if something does, it is masked on its way out. */

/** Knows secret values and masks them. `register` may be called at any time, with tokens that were obtained in the meantime. */
export interface Redactor {
  readonly register: (value: string | undefined) => void;
  readonly redact: (text: string) => string;
}

const MASK = "[hidden]";
/** Shorter values are no secrets worth the name, and masking them would shred every text. */
const SHORTEST = 5;

/** A redactor that knows the values given; it also masks whatever looks like a JWT or follows `Bearer` or `Basic`. */
export function makeRedactor(values: readonly (string | undefined)[] = []): Redactor {
  const known = new Set<string>();
  // Made when it is needed, and again when something was learnt since.
  let find: ReturnType<typeof findAll> | undefined;
  const register = (value: string | undefined): void => {
    const before = known.size;
    for (const form of listEncodings(value ?? "")) if (form.length >= SHORTEST) known.add(form);
    if (known.size > before) find = undefined;
  };
  for (const value of values) register(value);
  return {
    register,
    redact(text) {
      find ??= findAll(known);
      return maskShapes(maskRanges(text, find(text)));
    },
  };
}

/** The values in the environment that must never be shown: tokens, the client secret, the state key and every DIMCTL_SECRET_. */
export function listSecretValues(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const names = Object.keys(env).filter(
    (name) => SECRET_NAMES.has(name) || name.startsWith("DIMCTL_SECRET_"),
  );
  return names.flatMap((name) => env[name] ?? []);
}

const SECRET_NAMES = new Set([
  "DIMENSIONS_ACCESS_TOKEN",
  "DIMENSIONS_REFRESH_TOKEN",
  "DIMENSIONS_CLIENT_SECRET",
  "DIMCTL_STATE_KEY",
]);

/** A value as it may are in a text: as it is, inside JSON, in a URL or a form, and in base64. */
function listEncodings(value: string): readonly string[] {
  const trimmed = value.trim();
  const encoded = new URLSearchParams({ v: trimmed }).toString().slice(2);
  const json = JSON.stringify(trimmed).slice(1, -1);
  const base64 = Buffer.from(trimmed).toString("base64");
  return [value, trimmed, json, encoded, encoded.replaceAll("+", "%20"), base64];
}

function maskRanges(text: string, ranges: readonly Range[]): string {
  const ends = [0, ...ranges.map(({ end }) => end)];
  const kept = ends.map((end, index) => text.slice(end, ranges[index]?.start));
  return kept.join(MASK);
}

function maskShapes(text: string): string {
  return text.replaceAll(/[\w.-]+/g, maskJwt).replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`);
}

/** A JWT: three parts with dots between them, the first one base64 of `{"`. Everything behind its begin is masked with it. */
function maskJwt(run: string): string {
  const start = run.search(/(?<!\w)eyJ/);
  if (start === -1) return run;
  const token = run.slice(start).replace(/[.-]+$/, "");
  const [head = "", body = ""] = token.split(".", 3);
  const isJwt =
    head.length >= SHORTEST_HEAD && body !== "" && run.indexOf(".", start + head.length + 1) !== -1;
  return isJwt ? `${run.slice(0, start)}${MASK}${run.slice(start + token.length)}` : run;
}

const SHORTEST_HEAD = 8;
