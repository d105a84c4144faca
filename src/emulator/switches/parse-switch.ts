import type { Diagnostic } from "../../model/diagnostic.ts";
import { SWITCHES, type SwitchName, type Switches } from "./switches.ts";

/** A switch setting as it was typed, or what is wrong with it. */
export type ParsedSwitch =
  | { readonly ok: true; readonly value: Partial<Switches> }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Reads `name=value`, as after `--switch`; the value is checked against the table of switches. */
export function parseSwitch(text: string): ParsedSwitch {
  const at = text.indexOf("=");
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const value = at < 0 ? undefined : text.slice(at + 1).trim();
  if (!isSwitchName(name)) return refuse("unknown-switch", `unknown switch \`${name}\``, nearestHint(name));
  const fact = SWITCHES[name];
  if (fact.type === "number") {
    const number = value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= fact.least) return { ok: true, value: { [name]: number } };
    return refuse(
      "switch-value",
      `switch \`${name}\` must be an integer of at least ${fact.least}`,
      fact.description,
    );
  }
  const values: readonly string[] = fact.values;
  if (value !== undefined && values.includes(value)) return { ok: true, value: { [name]: value } };
  return refuse(
    "switch-value",
    `switch \`${name}\` cannot be ${value === undefined ? "empty" : `"${value}"`}`,
    `allowed values: ${values.join(", ")}`,
  );
}

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(SWITCHES, name);
}

function refuse(code: string, summary: string, hint: string): ParsedSwitch {
  return { ok: false, diagnostic: { code, severity: "error", summary, hint } };
}

function nearestHint(name: string): string {
  const ranked = Object.keys(SWITCHES)
    .map((known) => ({ known, distance: distance(known.toLowerCase(), name.toLowerCase().slice(0, 60)) }))
    .toSorted((left, right) => left.distance - right.distance);
  const nearest = ranked[0];
  return nearest && nearest.distance <= 4
    ? `did you mean \`${nearest.known}\`?`
    : `known switches: ${Object.keys(SWITCHES).join(", ")}`;
}

/** Levenshtein: how many letters have to change. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
