import type { Position, Problem as Diagnostic } from "#schemas/plan";

/**
 * Diagnostics are values: a code, a place, a summary and a hint, as the documents print them. All of them are collected, then
 * shown at once.
 */
export type { Position, Problem as Diagnostic } from "#schemas/plan";

/** Where a desired value was written: file and path of keys. `locate` turns it into a Position when it is to be shown. */
export interface Origin {
  readonly file: string;
  readonly path: readonly (string | number)[];
}

/** Turns an origin into line and column; costs a parse of positions, so it is called only for what is shown. */
export type Locate = (origin: Origin) => Position;

/**
 * What is wrong with the call, the manifests or the configuration (exit 1), or why the service could not be used
 * (exit 4). Thrown once, with every problem that was found; a user never sees its stack.
 */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly kind: "input" | "service";

  constructor(diagnostics: readonly Diagnostic[], kind: "input" | "service" = "input", cause?: unknown) {
    super(diagnostics.map((diagnostic) => diagnostic.summary).join("; "), { cause });
    this.name = "DiagnosticsError";
    this.diagnostics = diagnostics;
    this.kind = kind;
  }
}
