/** A fenced block of a document. */
export interface Fence {
  /** The word behind the opening fence, e.g. `sh`. */
  readonly language: string;
  readonly text: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** What the comments right above it say: `<!-- exit code: 2 -->` is `exit code` → `2`. */
  readonly notes: ReadonlyMap<string, string>;
}

/** The fenced blocks of a document, in order; one inside a list may be indented. */
export function fences(document: string): readonly Fence[] {
  const lines = document.split("\n");
  const found: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^( *)```(\w*)$/.exec(lines[at] ?? "");
    if (opening === null) continue;
    const [, indent = "", language = ""] = opening;
    const end = lines.indexOf(`${indent}\`\`\``, at + 1);
    if (end < 0) throw new Error(`the fence in line ${at + 1} is never closed`);
    const text = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
    found.push({ language, text: text.join("\n"), line: at + 1, notes: notesAbove(lines, at) });
    at = end;
  }
  return found;
}

function notesAbove(lines: readonly string[], fence: number): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (let at = fence - 1; at >= 0; at -= 1) {
    const note = /^ *<!-- ([^:]+): (.*) -->$/.exec(lines[at] ?? "");
    if (note === null) break;
    notes.set(note[1] ?? "", note[2] ?? "");
  }
  return notes;
}

/** The document with another text in the fence that begins in this line. */
export function withFenceText(document: string, { line, text }: Fence, replacement: string): string {
  const lines = document.split("\n");
  const indent = /^ */.exec(lines[line - 1] ?? "")?.[0] ?? "";
  const rows = replacement.split("\n").map((row) => `${row === "" ? "" : indent}${row}`);
  return lines.toSpliced(line, text === "" ? 0 : text.split("\n").length, ...rows).join("\n");
}

/** The document without its fenced blocks: what is prose. */
function prose(document: string): string {
  return document.replaceAll(/^( *)```\w*\n[\s\S]*?^\1```$/gm, "");
}

/** The anchors of a document's headings, made as GitHub makes them. */
export function anchors(document: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const made = [...prose(document).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => {
    const slug = title
      .trim()
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(made);
}

/** The generated parts of a document, by name: what is between the two comments. */
export function generatedParts(document: string): ReadonlyMap<string, string> {
  return new Map([...document.matchAll(GENERATED)].map(([, name = "", text = ""]) => [name, text.trim()]));
}

/** The document with these generated parts. */
export function withGeneratedParts(document: string, parts: Readonly<Record<string, string>>): string {
  return document.replaceAll(GENERATED, (whole, name: string) => {
    const part = parts[name];
    return part === undefined ? whole : `<!-- generated: ${name} -->\n\n${part}\n\n<!-- end of generated -->`;
  });
}

const GENERATED = /<!-- generated: (.+?) -->\n([\s\S]*?)<!-- end of generated -->/g;
