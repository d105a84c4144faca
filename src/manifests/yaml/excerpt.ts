import { SECRET_FIELDS } from "../../model/customer/kinds.ts";

const WIDTH = 100;
/** Looking for secrets takes more than a step for each character, and nobody has written a longer line by hand. */
const LONGEST = 2000;

/** How the name of a key ends whose value may be a secret; what the field tables know of as one is named beside. */
const ENDINGS = ["key", "secret", "passw(?:or)?d", "token", ...SECRET_FIELDS].join("|");

/**
 * A key whose value may be a secret that someone wrote out, and the rest of its line. Not when the value is a map, a
 * block, or the well-formed NAME of a secret.
 */
const SECRET = new RegExp(String.raw`(\b[\w-]*(?:${ENDINGS})["']?\s*:\s*)(?=[^\s{#|>]).*`, "gi");
const SECRET_KEY = new RegExp(`(?:${ENDINGS})$`, "i");
const NAMED = /^secret["']?\s*:\s*["']?[A-Z][A-Z0-9_]*["']?\s*(?:[,}#].*)?$/;

/** The key alone, e.g. `apiKey`: whether a literal under it may be a secret. */
export function looksSecret(key: string): boolean {
  return SECRET_KEY.test(key);
}

/**
 * Two lines, ready to print: the line of the text with control characters made visible, and a caret under `column`
 * (from 1). At most about 100 columns. Literals where a secret belongs are masked, whatever the problem is about.
 */
export function excerpt(text: string, line: number, column: number, conceal = false): string {
  const raw = readLine(text, line);
  if (raw.length > LONGEST) return "…\n^";
  const before = raw.slice(0, column - 1);
  const shown = conceal ? `${maskSecrets(before)}…` : maskSecrets(raw);
  const caret = maskSecrets(before).length;
  const start = Math.max(0, Math.min(caret - Math.floor(WIDTH / 2), shown.length - WIDTH));
  const piece = shown.slice(start, start + WIDTH);
  const head = start > 0 ? "…" : "";
  const tail = start + WIDTH < shown.length ? "…" : "";
  const indent = " ".repeat(Math.max(0, caret - start) + head.length);
  return `${head}${showInvisible(piece)}${tail}\n${indent}^`;
}

function readLine(text: string, line: number): string {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf("\n", start);
    if (end === -1) return "";
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}

/** Puts `…` where a secret may stand. */
const maskSecrets = (line: string): string =>
  line.replace(SECRET, (whole, key: string) => (NAMED.test(whole) ? whole : `${key}…`));

/** Control and direction characters as one visible character each, so that columns stay what they are. */
export function showInvisible(text: string): string {
  return Array.from(text, (character) => picture(character)).join("");
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 9) return " ";
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  if (code === 127) return "␡";
  const hidden =
    (code >= 0x80 && code < 0xa0) || /[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(character);
  return hidden ? "\ufffd" : character;
}
