import type { Diagnostic } from "../../model/diagnostic.ts";
import { VARIABLES } from "../../model/variables.ts";
import { codeSpan } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";

/** A mistyped variable would be silently without effect: each unknown one with our prefixes is an error. Values are never shown. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly Diagnostic[] {
  return Object.keys(env)
    .filter((name) => env[name] !== undefined && /^(?:DIMCTL|DIMENSIONS)_/.test(name) && !isKnown(name))
    .toSorted()
    .map((name) => {
      const meant = nearest(name, VARIABLES);
      return {
        code: "unknown-variable",
        severity: "error",
        summary: `unknown environment variable ${codeSpan(name)}`,
        hint:
          meant === undefined
            ? `known variables: ${VARIABLES.join(", ")} and DIMCTL_SECRET_…`
            : `did you mean \`${meant}\`?`,
      };
    });
}

const isKnown = (name: string): boolean =>
  VARIABLES.includes(name) || /^DIMCTL_SECRET_[A-Z0-9_]+$/.test(name);
