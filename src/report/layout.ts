import fastStringWidth from "fast-string-width";
import { terminalText } from "./sanitize.ts";

/** How text is written: with colours or without, and how many columns there are. */
export interface Style {
  readonly color: boolean;
  readonly width: number;
}

/** What a piece of text looks like in colour; it never says more than its words do. */
export type Look = "plain" | "strong" | "faint" | "add" | "change" | "remove" | "alarm" | "good";

/** Text in one look. */
export interface Piece {
  readonly text: string;
  readonly look: Look;
}

/** One line before wrapping. All text passes through here, so nothing reaches an output without `terminalText`. */
export interface Line {
  readonly indent: number;
  readonly pieces: readonly Piece[];
  /** Where the rest of a wrapped line begins: columns behind the indent. */
  readonly hang: number;
  /** Not to be wrapped: an excerpt whose caret must stay below its character, or lines to be copied. */
  readonly fixed?: true;
}

/** Text in plain look is written as a string. */
export type Words = string | Piece;

/** An empty line. */
export const BLANK: Line = { indent: 0, pieces: [], hang: 0 };

/** Text in this look. */
export const piece = (look: Look, text: string): Piece => ({ look, text });

/** A line of text; when it is too long it goes on `hang` columns further in. */
export function line(indent: number, words: readonly Words[], hang = 2): Line {
  return {
    indent,
    hang,
    pieces: words.map((word) => (typeof word === "string" ? piece("plain", word) : word)),
  };
}

/** A line that is never wrapped. */
export function fixedLine(indent: number, words: readonly Words[]): Line {
  return { ...line(indent, words), fixed: true };
}

/** The lines as one text, wrapped and coloured, without a line end behind the last one. */
export function render(lines: readonly Line[], style: Style): string {
  return lines.flatMap((item) => rows(item, style)).join("\n");
}

/** The blocks that are not empty, with a blank line between them. */
export function spaced(blocks: readonly (readonly Line[])[]): readonly Line[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [BLANK, ...block]));
}

/** How many columns a text takes: wide characters (CJK, emoji) take two, combining marks none. */
export const columns = (text: string): number => fastStringWidth(text);

/** The text and as many blanks as make it `width` columns wide. */
export function pad(text: string, width: number): string {
  const shown = terminalText(text);
  return shown + " ".repeat(Math.max(0, width - columns(shown)));
}

const CODES: Record<Look, string> = {
  plain: "",
  strong: "1",
  faint: "2",
  add: "32",
  change: "33",
  remove: "31",
  alarm: "1;31",
  good: "32",
};

function rows(item: Line, style: Style): string[] {
  const pieces = item.pieces.map(({ look, text }) => piece(look, terminalText(text)));
  const wrapped = item.fixed ? [pieces] : wrap(pieces, item, Math.max(style.width, MINIMUM));
  return wrapped.map((row, index) => {
    const margin = row.length === 0 ? 0 : item.indent + (index === 0 ? 0 : item.hang);
    return (
      " ".repeat(margin) +
      joined(row)
        .map((part) => paint(part, style.color))
        .join("")
    );
  });
}

const MINIMUM = 20;

/** Breaks at blanks. A word that is longer than the line stays whole: it can be copied, and a terminal wraps it. */
function wrap(pieces: readonly Piece[], { indent, hang }: Line, width: number): Piece[][] {
  const done: Piece[][] = [];
  let row: Piece[] = [];
  let used = indent;
  let gap: Piece | undefined;
  for (const token of tokens(pieces)) {
    if (token.text.startsWith(" ")) {
      gap = token;
      continue;
    }
    const space = gap === undefined ? 0 : gap.text.length;
    const size = columns(token.text);
    if (gap !== undefined && row.length > 0 && used + space + size > width) {
      done.push(row);
      row = [];
      used = indent + hang;
    } else if (gap !== undefined) {
      row.push(gap);
      used += space;
    }
    row.push(token);
    used += size;
    gap = undefined;
  }
  return [...done, row];
}

function tokens(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap(({ look, text }) => (text.match(/ +|[^ ]+/g) ?? []).map((part) => piece(look, part)));
}

/** Neighbours of one look as one piece, so that a phrase is coloured once. */
function joined(row: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const part of row) {
    const last = merged.at(-1);
    if (last?.look === part.look) merged[merged.length - 1] = piece(part.look, last.text + part.text);
    else merged.push(part);
  }
  return merged;
}

function paint({ look, text }: Piece, color: boolean): string {
  const code = CODES[look];
  return color && code !== "" && text.trim() !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
}
