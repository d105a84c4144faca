import type { Diagnostic } from "../../model/diagnostic.ts";
import { VARIABLES } from "../../model/variables.ts";
import { codeSpan } from "../manifest-diagnostic.ts";
import { nearest } from "../../model/text/nearest.ts";

/**
 * A mistyped variable would be silently without effect, and the run would go elsewhere: each unknown one with our prefixes, or with a
 * prefix almost like them and a word that ours have, is an error. Values are never shown.
 */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly Diagnostic[] {
  return Object.keys(env)
    .filter((name) => env[name] !== undefined && isMeantForUs(name) && !isKnown(name))
    .toSorted()
    .map((name) => {
      const meant = meantVariable(name);
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

/** The words of our variables behind the prefix, and those that people put there. */
const OUR_WORDS =
  /^(?:API|URL|URI|LOGIN|ACCOUNT|ACCESS|TOKEN|REFRESH|CLIENT|SECRETS?|STATE|ENV|ENVIRONMENT|KEY|HOST|BASE)$/;

function isMeantForUs(name: string): boolean {
  if (/^(?:DIMCTL|DIMENSIONS)_/.test(name)) return true;
  const upper = name.toUpperCase();
  const [prefix = "", ...words] = upper.split(/[_-]+/);
  const isNear = prefix.startsWith("DIM") || nearest(prefix, ["DIMENSIONS"]) !== undefined;
  if (isNear && nearest(prefix, ["DIMENSIONS", "DIMCTL"]) !== undefined) {
    return words.some((word) => OUR_WORDS.test(word));
  }
  // No separator where ours have one: DIMENSIONSAPI_URL.
  return upper.startsWith("DIM") && nearest(upper, VARIABLES) !== undefined;
}

/** The variable that has the same words behind another prefix, else the one that is spelled most like it. */
function meantVariable(name: string): string | undefined {
  const words = afterPrefix(name.toUpperCase().replaceAll("-", "_"));
  const same = VARIABLES.find((known) => afterPrefix(known) === words);
  return same ?? nearest(name, VARIABLES) ?? (API_WORDS.test(words) ? "DIMENSIONS_API_URL" : undefined);
}

const afterPrefix = (name: string): string => name.slice(name.indexOf("_") + 1);
const API_WORDS = /^(?:(?:API|BASE|SERVICE)_?)*(?:URL|URI|API|HOST|ENDPOINT)$/;
