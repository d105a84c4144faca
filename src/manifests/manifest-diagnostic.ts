/** A problem before its place is known: a path of keys, turned into line and column only when it is to be shown. */
export interface ManifestDiagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly hint?: string;
  readonly path: Path;
  /** What the caret points to: the key of the last path segment, or its value. */
  readonly under: "key" | "value";
  /** The excerpt must not show the value: it may be a secret. */
  readonly conceal?: true;
}

/** Where a value is in a document: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** `pbxs[0].apiKey`, as messages spell a path. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${part}`))
    .join("");
}

/** Rules and the schema translation push into one of these. */
export type Push = (fault: ManifestDiagnostic) => void;

const SHOWN = 60;

/** A value from the user as a message quotes it: in double quotes (ARCHITECTURE.md, Wording), on one line, not too long. */
export function quoted(text: string): string {
  return `"${onOneLine(text)}"`;
}

/** A key or another identifier from the user as a message shows it: in backticks, on one line, not too long. */
export function codeSpan(text: string): string {
  return `\`${onOneLine(text)}\``;
}

/** Without control and format characters, cut at 60 characters. */
function onOneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain;
}
