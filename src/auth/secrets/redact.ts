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
  const register = (value: string | undefined): void => {
    for (const form of listEncodings(value ?? "")) if (form.length >= SHORTEST) known.add(form);
  };
  for (const value of values) register(value);
  return { register, redact: (text) => maskShapes(maskValues(text, known)) };
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

function maskValues(text: string, known: ReadonlySet<string>): string {
  const longestFirst = [...known].toSorted((left, right) => right.length - left.length);
  return longestFirst.reduce((masked, value) => masked.replaceAll(value, MASK), text);
}

function maskShapes(text: string): string {
  return text
    .replaceAll(/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, MASK)
    .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`);
}
