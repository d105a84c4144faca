import { isJsonObject, parseJson } from "../../model/json/json.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";

/** A secrets file that was read: its path for problems, and its text. */
export interface SecretsText {
  readonly path: string;
  readonly text: string;
}

/**
 * The secrets of a file by name, without the DIMCTL_SECRET_ that they may be written with. A text that begins with `{` is JSON, an
 * object of texts; any other is dotenv. Throws a DiagnosticsError with every mistake. The diagnostics name the line and never quote it: what
 * is in the place of a name may be part of a secret.
 */
export function parseSecrets(file: SecretsText): ReadonlyMap<string, string> {
  const text = file.text.replace(/^\uFEFF/, "");
  const entries = text.trimStart().startsWith("{") ? jsonEntries(text) : dotenvEntries(text);
  const found = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { line, mistake, name, value } of entries) {
    const short = name.replace(/^DIMCTL_SECRET_/, "");
    const wrong = mistake ?? (found.has(short) ? "name is duplicated" : undefined);
    if (wrong !== undefined) diagnostics.push(mistakeAt(file.path, line, wrong));
    else found.set(short, value);
  }
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return found;
}

/** One entry: a name with its value, or what is wrong with it. `line` counts from 1. */
interface Entry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly mistake?: string;
}

function mistakeAt(file: string, line: number, mistake: string): Diagnostic {
  return {
    code: "secrets-file-invalid",
    severity: "error",
    summary: `invalid secrets file: ${mistake}`,
    hint: "use NAME=value, NAME='value' or NAME=\"value\", one per line, or a JSON object of strings",
    at: { file, line, column: 1 },
  };
}

function jsonEntries(text: string): readonly Entry[] {
  const value = parseJson(text);
  if (value === undefined) return [wrongAt(1, "starts with { but is not JSON")];
  if (!isJsonObject(value)) return [wrongAt(1, "not a JSON object")];
  return Object.entries(value).map(([name, member], index) => {
    if (!NAME.test(name))
      return wrongAt(1, `name ${index + 1} contains characters other than A-Z, 0-9 and _`);
    return typeof member === "string"
      ? { line: 1, name, value: member }
      : wrongAt(1, `value ${index + 1} must be a string`);
  });
}

const NAME = /^[A-Za-z0-9_]+$/;
const LINE = /^\s*(?:export\s+)?([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/;

function dotenvEntries(text: string): readonly Entry[] {
  return text.split(/\r\n|\n|\r/).flatMap((content, index) => {
    if (/^\s*(?:#|$)/.test(content)) return [];
    const [, name, written] = LINE.exec(content) ?? [];
    if (name === undefined || written === undefined) return [wrongAt(index + 1, "line is not NAME=value")];
    return [{ line: index + 1, name, ...parseValue(written) }];
  });
}

/** A value as it is written: bare, in single quotes (unchanged) or in double quotes (with \n \r \t \" \\). */
function parseValue(written: string): { value: string; mistake?: string } {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(written);
  if (quoted !== null) return quoted[1] === "'" ? literal(quoted[2] ?? "") : escaped(quoted[2] ?? "");
  if (/["'`]/.test(written)) return { value: "", mistake: "unbalanced quotes" };
  // A bare value with a blank may be a value with a comment or not: nobody should have to guess about a secret.
  return /\s/.test(written)
    ? { value: "", mistake: "a value with spaces must be quoted" }
    : { value: written };
}

function literal(inner: string): { value: string; mistake?: string } {
  return inner.includes("'") ? { value: "", mistake: "unbalanced quotes" } : { value: inner };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function escaped(inner: string): { value: string; mistake?: string } {
  if (!/^(?:[^"\\]|\\[nrt"\\])*$/.test(inner)) {
    return {
      value: "",
      mistake: String.raw`unknown escape in double quotes: only \n \r \t \" and \\ are supported`,
    };
  }
  return { value: inner.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter) };
}

function wrongAt(line: number, mistake: string): Entry {
  return { line, name: "", value: "", mistake };
}
