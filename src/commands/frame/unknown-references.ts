import { quoted } from "../../manifests/manifest-diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";

/** Where `--only` looks for references, and the hint when no known reference has a similar spelling. */
interface Where {
  /** e.g. `no manifest` */
  readonly summary: string;
  readonly hint: string;
}

/** An error for each reference of `--only` that is not among `known`, with the nearest one that is. */
export function unknownReferences(
  only: readonly string[] | undefined,
  known: readonly string[],
  { summary, hint }: Where,
): readonly Diagnostic[] {
  return (only ?? [])
    .filter((wanted) => !known.includes(wanted))
    .map((wanted) => {
      const close = nearest(wanted, known);
      return {
        code: "unknown-reference",
        severity: "error",
        summary: `${summary} with reference ${quoted(wanted)}`,
        hint: close === undefined ? hint : `did you mean ${quoted(close)}?`,
      };
    });
}
