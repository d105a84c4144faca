/** Problems are values: a code, a place, a summary and a hint. All of them are collected, then shown at once. */

/** A place in a file as an editor counts it: line and column from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a desired value was written: file and path of keys. `locate` turns it into a Position when it is to be shown. */
export interface Origin {
  readonly file: string;
  readonly path: readonly (string | number)[];
}

/** Turns an origin into line and column; costs a parse of positions, so it is called only for what is shown. */
export type Locate = (origin: Origin) => Position;

/** What is wrong, and what to do about it. */
export interface Diagnostic {
  /** Stable, kebab-case, e.g. `unknown-role`: what scripts match on. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** One line that says what is wrong, with the offending value. */
  readonly summary: string;
  /** One line that says what to do about it. */
  readonly hint?: string;
  readonly at?: Position;
  /** The offending line and a caret under it, ready to print; two lines. */
  readonly excerpt?: string;
}

/**
 * What is wrong with the call, the manifests or the configuration (exit 1), or why the service could not be used
 * (exit 4). Thrown once, with every problem that was found; a user never sees its stack.
 */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly kind: "input" | "service";

  constructor(diagnostics: readonly Diagnostic[], kind: "input" | "service" = "input", cause?: unknown) {
    super(diagnostics.map((diagnostic) => diagnostic.summary).join("; "), { cause });
    this.name = "ProblemsError";
    this.diagnostics = diagnostics;
    this.kind = kind;
  }
}
