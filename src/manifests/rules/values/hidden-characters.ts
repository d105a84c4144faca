import { latinFor } from "../../../model/text/look-alike.ts";
import { quoted } from "../../manifest-diagnostic.ts";

/** What is wrong with a text that is compared to the letter. */
interface Fault {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

/** The first fault of a text; undefined when there is none. */
export function findFault(text: string): Fault | undefined {
  if (/[\n\r]/.test(text)) {
    const hint = "write it on one line, in quotes; a block scalar (`|`, `>`) adds a line break";
    return { code: "line-break", what: "contains a line break (U+000A)", hint };
  }
  const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/u.exec(text)?.[0];
  if (unseen !== undefined) {
    return {
      code: "invisible-character",
      what: `contains an invisible character, ${codePoint(unseen)}`,
      hint: "retype the value",
    };
  }
  const blank = /(?! )\p{Zs}/u.exec(text)?.[0];
  if (blank !== undefined) {
    const what = `contains a space that is not U+0020 but ${codePoint(blank)}`;
    return { code: "unusual-space", what, hint: "retype the value" };
  }
  if (text !== text.normalize("NFC")) {
    const mark = /\p{M}/u.exec(text)?.[0];
    const what = `is not in Unicode form NFC${mark === undefined ? "" : ` (combining ${codePoint(mark)})`}`;
    return { code: "not-nfc", what, hint: `retype the value: ${quoted(text.normalize("NFC"))}` };
  }
  return findLookAlike(text);
}

/** In a part that is otherwise Latin, or made of nothing but look-alikes, such a letter is meant to be the Latin one. */
function findLookAlike(text: string): Fault | undefined {
  for (const part of text.split(/[@.\s]/)) {
    const letters = Array.from(part).filter((letter) => /\p{L}/u.test(letter) && letter > "\u007F");
    const wide = Array.from(part).find(
      (letter) => letter > "\u007F" && /^[\x21-\x7E]$/.test(letter.normalize("NFKC")),
    );
    const alike = letters.find((letter) => latinFor(letter) !== undefined);
    const suspect =
      wide ?? (/[A-Za-z]/.test(part) || letters.every((letter) => latinFor(letter)) ? alike : undefined);
    if (suspect === undefined) continue;
    const latin = latinFor(suspect) ?? suspect.normalize("NFKC");
    const what = `contains ${codePoint(suspect)}, which looks like ${quoted(latin)} (${codePoint(latin)})`;
    return { code: "look-alike-character", what, hint: `retype ${quoted(part)}` };
  }
  return undefined;
}

function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
