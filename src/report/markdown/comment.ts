import { cut, entities, htmlCode, markdownFence } from "../sanitize.ts";

/** A comment in Markdown before it is fitted into its limit. All texts are plain: `composeComment` escapes them. */
export interface Comment {
  /** What the comment is about, e.g. `Plan for`, and the environment; without the latter only the title is shown. */
  readonly title: readonly [string, string];
  readonly verdict: string;
  /** Column titles of the table, the customer first; none: no table. */
  readonly columns: readonly string[];
  readonly rows: readonly CommentRow[];
  readonly details: readonly CommentDetail[];
  /** Sentences behind the details. */
  readonly tail: readonly string[];
}

/** A line of the table: a customer and what there is to say in each column. */
export interface CommentRow {
  /** Reference and name. */
  readonly customer: readonly [string, string];
  readonly cells: readonly string[];
}

/** A folded part: its heading and lines that were made for the terminal, without colour. */
export interface CommentDetail {
  readonly customer: readonly [string, string];
  readonly text: string;
  /** How a code block is coloured: `diff` reads `+` and `-` at the start of a line. */
  readonly language: "diff" | "text";
}

/** Where the comment goes, and what it has room for. */
export interface CommentOptions {
  /** Most characters that the comment may have; GitHub takes 65,536. Kept from 8,000 on. */
  readonly limit?: number;
  /** Where the whole text is, e.g. `the artifact dimctl-plan of this run`. */
  readonly artifactHint?: string;
  /** Distinguishes the comments of one pull request, e.g. the environment; part of the hidden marker. */
  readonly key?: string;
}

const COMMENT_LIMIT = 65_536;

/** The first line of a comment, by which it is found again and edited in place. */
export function commentMarker(key = ""): string {
  const name = key.replaceAll(/[^A-Za-z0-9_.]/g, "_").slice(0, 100);
  return name === "" ? "<!-- dimctl -->" : `<!-- dimctl ${name} -->`;
}

/** The comment: whole when it fits, and otherwise as much of the table, then of the details, as the limit holds. */
export function composeComment(comment: Comment, options: CommentOptions = {}): string {
  const limit = options.limit ?? COMMENT_LIMIT;
  const head = [
    commentMarker(options.key),
    heading(comment.title),
    `**${entities(cut(comment.verdict, 300))}**`,
  ];
  const rows = comment.rows.map((row) => tableRow(row));
  const details = comment.details.map((detail) => folded(detail));
  const tail = comment.tail.map((sentence) => entities(cut(sentence, 300))).slice(0, 5);
  const whole = join(head, table(comment.columns, rows), details, tail);
  if (whole.length <= limit) return whole;

  const note = [
    `_Truncated: see ${entities(cut(options.artifactHint ?? "the output of the run", 200))} for the full report._`,
  ];
  const fixed =
    join(head, table(comment.columns, [MORE_ROWS(rows.length)]), [], [...tail, ...note]).length + 2;
  const shownRows = fitting(rows, limit - fixed, 1);
  const left = limit - fixed - shownRows.reduce((sum, row) => sum + row.length + 1, 0);
  const shownDetails = fitting(details, left, 2);
  const missing = rows.length - shownRows.length;
  const shown = missing === 0 ? shownRows : [...shownRows, MORE_ROWS(missing)];
  return join(head, table(comment.columns, shown), shownDetails, [...tail, ...note]);
}

function heading([words, environment]: Comment["title"]): string {
  return environment === "" ? `### ${words}` : `### ${words} ${htmlCode(cut(environment, 100))}`;
}

const MORE_ROWS = (missing: number): string => `| and ${missing} more |`;

/** As many parts, in order, as fit; one that is too long is left out and the next is tried. */
function fitting(parts: readonly string[], space: number, separator: number): readonly string[] {
  let left = space;
  return parts.filter((part) => {
    const fits = part.length + separator <= left;
    if (fits) left -= part.length + separator;
    return fits;
  });
}

function join(
  head: readonly string[],
  rows: string,
  details: readonly string[],
  tail: readonly string[],
): string {
  return [...head, ...(rows === "" ? [] : [rows]), ...details, ...tail].join("\n\n");
}

function table(columns: readonly string[], rows: readonly string[]): string {
  if (columns.length === 0 || rows.length === 0) return "";
  return [`| ${columns.join(" | ")} |`, `|${columns.map(() => "---|").join("")}`, ...rows].join("\n");
}

function tableRow({ customer, cells }: CommentRow): string {
  return `| ${[customerName(customer), ...cells.map((cell) => entities(cut(cell, 200)))].join(" | ")} |`;
}

function folded({ customer, text, language }: CommentDetail): string {
  return `<details><summary>${customerName(customer)}</summary>\n\n${markdownFence(text, language)}\n\n</details>`;
}

function customerName([reference, name]: readonly [string, string]): string {
  const parts = [reference, name].filter((part) => part !== "");
  return parts.map((part) => htmlCode(cut(part, 100))).join(" ");
}
