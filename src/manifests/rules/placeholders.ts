import { looksSecret } from "../yaml/excerpt.ts";
import { quoted, type Path, type Push } from "../manifest-diagnostic.ts";
import { error, type Rule } from "./rule.ts";

/** `${NAME}` of shells, `${{ name }}` of workflows, `{{ name }}` of templates. */
const PLACEHOLDER = /\$\{[^{}]*\}|\$?\{\{[^{}]*\}\}/;

/** Placeholders are not expanded: such a text would be stored in Dimensions unchanged. */
export const noPlaceholders: Rule = ({ manifest, push }) => checkValue(manifest, [], push);

function checkValue(value: unknown, path: Path, push: Push): void {
  if (typeof value === "string") checkText(value, path, push);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, [...path, index], push);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) checkValue(item, [...path, key], push);
  }
}

function checkText(text: string, path: Path, push: Push): void {
  const [found] = PLACEHOLDER.exec(text) ?? [];
  if (found === undefined) return;
  const hint = "dimctl does not expand placeholders: write the value, or `{ secret: NAME }` for a secret";
  // Under such a key the text may be a secret that only looks like one.
  const shown = looksSecret(String(path.at(-1))) ? "" : ` ${quoted(found)}`;
  push(error("unknown-placeholder", path, `unknown placeholder${shown}`, { hint }));
}
