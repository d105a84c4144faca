import { LineCounter, parseDocument, type Document, type YAMLError } from "yaml";
import { defined } from "../../model/json/defined.ts";
import type { Json } from "../../model/json/json.ts";
import type { Position, Diagnostic } from "../../model/diagnostic.ts";
import { excerpt, showInvisible } from "./excerpt.ts";
import type { FileContent } from "./files.ts";
import type { ManifestDiagnostic } from "../manifest-diagnostic.ts";
import { toPlain } from "./plain.ts";

/** No manifest is longer; a file that is has come here by mistake. */
export const MAX_BYTES = 1024 * 1024;
/** More than anybody reads at once; the rest shows when these are gone. */
const MAX_SYNTAX_ERRORS = 10;

/** A file that was read and parsed, once; the document is kept for the places of problems. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly value: Json;
  /** What is wrong with the values, before any schema. */
  readonly faults: readonly ManifestDiagnostic[];
}

/** Bytes to a parsed file. A file that is no YAML document at all gives problems only. */
export function parseSource(file: string, content: FileContent): Source | readonly Diagnostic[] {
  const text = decode(file, content);
  if (typeof text !== "string") return [text];
  if (isTooDeep(text))
    return [whole(file, "too-deep", "is nested too deeply", "a manifest needs about five levels")];
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === undefined) return [whole(file, "too-deep", "is nested too deeply")];
  // Unknown tags are found again, with all others, when the values are read.
  const errors = document.errors.filter((found) => found.code !== "TAG_RESOLVE_FAILED");
  if (errors.length > 0) {
    return errors.slice(0, MAX_SYNTAX_ERRORS).map((found) => syntaxProblem(file, text, lines, found));
  }
  if (document.contents === null)
    return [whole(file, "empty-file", "is empty", "remove it, or write a manifest in it")];
  const faults: ManifestDiagnostic[] = [];
  const value = toPlain(
    document.contents,
    (fault) => void faults.push(fault),
    (offset) => lines.linePos(offset).line,
  );
  return { file, text, document, lines, value, faults };
}

function decode(file: string, content: FileContent): string | Diagnostic {
  switch (content.kind) {
    case "missing":
      return whole(file, "unreadable-file", "not found");
    case "unreadable":
      return whole(file, "unreadable-file", `cannot be read (${content.why})`);
    case "too-big":
      return whole(file, "file-too-big", "is larger than 1 MiB", "a manifest has a few kilobytes");
    case "bytes":
      return decodeBytes(file, content.bytes);
  }
}

function decodeBytes(file: string, bytes: Uint8Array): string | Diagnostic {
  if (bytes.includes(0)) return whole(file, "binary-file", "is not a text file: it contains NUL bytes");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return whole(file, "not-utf-8", "is not UTF-8", "save it as UTF-8");
  }
}

/**
 * A guess from the characters alone, because a parser that meets thousands of levels can take the process down with it.
 * Far more than any manifest needs: 64 open brackets, or 200 columns of indentation or list marks, or 400 keys on a line.
 */
function isTooDeep(text: string): boolean {
  if (/^[ \t?:-]{200}/m.test(text) || /^(?:[^\n\r\u2028\u2029:]*:[ \t]){400}/m.test(text)) return true;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index);
    if (code === 0x5b || code === 0x7b) depth += 1;
    if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
    if (depth > 64) return true;
  }
  return false;
}

function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    // Duplicate keys are found in toPlain, in one pass: the parser compares every key with every other.
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
      schema: "core",
      resolveKnownTags: false,
      logLevel: "error",
    });
  } catch {
    // Only a stack that overflowed on nesting comes here: syntax errors are values.
    return undefined;
  }
}

const SYNTAX: Readonly<Record<string, readonly [summary: string, hint: string]>> = {
  MULTIPLE_DOCS: ["a second YAML document starts here", "one customer per file: move it to its own file"],
  TAB_AS_INDENT: ["tabs cannot be used for indentation", "use spaces"],
  BAD_INDENT: ["inconsistent indentation", "indent the items of a list or mapping alike"],
  MULTILINE_IMPLICIT_KEY: ["a key must fit on one line", "is a `:` or a quote missing?"],
  MISSING_CHAR: ["missing character", "is a quote, a comma, a bracket or a `:` missing?"],
  BLOCK_AS_IMPLICIT_KEY: ["a second `:` on this line", "put the value in quotes"],
  BAD_ALIAS: ["invalid alias", "put a string that starts with `*` or `&` in quotes"],
};

function syntaxProblem(file: string, text: string, lines: LineCounter, found: YAMLError): Diagnostic {
  const known = SYNTAX[found.code];
  const position = { file, ...linePosition(lines, found.pos[0]) };
  return {
    code: found.code === "MULTIPLE_DOCS" ? "several-documents" : "yaml-syntax",
    severity: "error",
    summary: known?.[0] ?? `invalid YAML: ${syntaxSentence(found)}`,
    ...defined({ hint: known?.[1] }),
    at: position,
    excerpt: excerpt(text, position.line, position.column),
  };
}

/** The parser's sentence up to where it quotes the file, which may hold anything. */
const syntaxSentence = (found: YAMLError): string =>
  showInvisible(found.message.split(/[\n"]|: /)[0] ?? "").toLowerCase();

/** Line and column, from 1, of an offset. */
export function linePosition(lines: LineCounter, offset: number): Omit<Position, "file"> {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

const whole = (file: string, code: string, what: string, hint?: string): Diagnostic => ({
  code,
  severity: "error",
  summary: `${showInvisible(file)} ${what}`,
  ...defined({ hint }),
  at: { file, line: 1, column: 1 },
});
