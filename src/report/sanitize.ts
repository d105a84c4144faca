/**
 * Names, addresses and messages come from manifests and from the service: they are shown as text, whatever they hold.
 * One function per format; each makes visible first and then escapes what its format would read as markup.
 */

// Control and format characters (bidirectional marks, zero-width, tags), lone surrogates, private use and unassigned ones,
// line and paragraph separators, all that is ignored when shown, and every blank but the plain space.
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** The text on one line with everything invisible spelled out: a right-to-left override becomes `\u202e`, a line end `\n`. */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, spellOut);
}

/**
 * For a terminal and a CI log. Besides what is invisible, the openings of workflow commands are broken up: a runner reads
 * `::name` where a line begins, which is where wrapping may put any word, and `##[name` anywhere. The address `::1` is
 * no command.
 */
export function terminalText(text: string): string {
  return visible(text)
    .replaceAll(/(?<!\S)::(?!\d)/g, String.raw`:\u003a`)
    .replaceAll("##[", String.raw`#\u0023[`);
}

/** A fenced block of lines that were made for the terminal; the fence is longer than anything inside. */
export function markdownFence(text: string, language: string): string {
  const ticks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** For table cells and summaries: HTML code in which every character that Markdown or HTML reads is an entity. */
export function htmlCode(text: string): string {
  return `<code>${entities(text)}</code>`;
}

/** The text of a sentence in Markdown, outside of code: no markup, no mention, no emoji code, no link. */
export function entities(text: string): string {
  return terminalText(text)
    .replaceAll(/[&<>"'`*_[\]!#|~@\\$]|:(?=\S)/g, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`);
}

/** The message of a workflow command. */
export function commandData(text: string): string {
  return terminalText(text).replaceAll("%", "%25");
}

/** A property of a workflow command: `file`, `title`. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** JSON that reads back to the same value, with everything invisible and every workflow command escaped. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return text
    .split("\n")
    .map((line) => line.replaceAll(INVISIBLE, utf16).replaceAll("##[", String.raw`#\u0023[`))
    .join("\n");
}

/** At most `limit` characters (code points) as they are shown, the last one an ellipsis when something was cut. */
export function cut(text: string, limit: number): string {
  const shown = terminalText(text);
  if (shown.length <= limit) return shown;
  const points = Array.from(shown);
  return points.length <= limit ? shown : `${points.slice(0, limit - 1).join("")}…`;
}

const NAMED: Readonly<Record<string, string>> = {
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
};

function spellOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return NAMED[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
}

function utf16(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
