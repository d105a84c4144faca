import type { Diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";
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
  if (!isSwitchName(name)) return refuse("unknown-switch", `unknown switch \`${name}\``, hintFor(name));
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

function hintFor(name: string): string {
  const known = Object.keys(SWITCHES);
  const meant = nearest(name, known);
  return meant === undefined ? `known switches: ${known.join(", ")}` : `did you mean \`${meant}\`?`;
}
