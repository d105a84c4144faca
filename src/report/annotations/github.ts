import type { Annotation } from "./annotation.ts";
import { commandData, commandProperty } from "../sanitize.ts";

/** Workflow commands that annotate the manifest's lines: `::error file=…,line=…,col=…,title=…::…`, one per line. */
export function githubCommands(findings: readonly Annotation[]): string {
  return findings.map((finding) => command(finding)).join("\n");
}

function command({ level, title, text, at }: Annotation): string {
  const place =
    at === undefined ? [] : [`file=${commandProperty(at.file)}`, `line=${at.line}`, `col=${at.column}`];
  return `::${level} ${[...place, `title=${commandProperty(title)}`].join(",")}::${commandData(text)}`;
}
