import { defined } from "../../model/json/defined.ts";
import type { Position } from "../../model/diagnostic.ts";
import type { Annotation } from "./annotation.ts";
import { jsonText, visible } from "../sanitize.ts";

/** Findings as a SARIF 2.1.0 log for code scanning; paths are relative to the repository. */
export function sarifText(findings: readonly Annotation[], toolVersion: string): string {
  return jsonText(sarifLog(findings, toolVersion));
}

/** The log as a value: one run, one rule per code. */
function sarifLog(findings: readonly Annotation[], toolVersion: string): object {
  const codes = [...new Set(findings.map(({ code }) => code))].toSorted();
  const driver = { name: "dimctl", version: toolVersion, rules: codes.map((code) => rule(code)) };
  const results = findings.map((finding) => sarifResult(finding, codes));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
}

const LEVELS: Readonly<Record<Annotation["level"], "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  notice: "note",
};

function rule(code: string): object {
  return { id: code, shortDescription: { text: code.replaceAll("-", " ") } };
}

function sarifResult(finding: Annotation, codes: readonly string[]): object {
  const said = finding.title === finding.code ? finding.text : `${finding.title}: ${finding.text}`;
  return {
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: LEVELS[finding.level],
    message: { text: plainMessage(said) },
    ...defined({ locations: finding.at && [location(finding.at)] }),
    partialFingerprints: { "dimctl/v1": visible(finding.identity) },
  };
}

function location({ file, line, column }: Position): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(file) },
      region: { startLine: line, startColumn: column },
    },
  };
}

/** In a SARIF message brackets make links and braces placeholders; the backslash takes that meaning away, doubled braces too. */
function plainMessage(text: string): string {
  return visible(text)
    .replaceAll(/[\\[\]]/g, String.raw`\$&`)
    .replaceAll("{", "{{")
    .replaceAll("}", "}}");
}

function uri(file: string): string {
  const parts = file
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .replaceAll("\\", "/")
    .split("/");
  return parts.map((part) => encodeURIComponent(part)).join("/");
}
