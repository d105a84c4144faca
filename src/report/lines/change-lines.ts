import type { Change, FieldChange, Hold, RoleChange } from "../../model/plan/change.ts";
import type { RoleId } from "../../model/ids.ts";
import type { Position } from "../../model/diagnostic.ts";
import type { RiskFinding } from "../../model/plan/risk.ts";
import { approvalLines, formatHold, formatObjectKey } from "../wording/format-hold.ts";
import { columns, fixedLine, line, pad, piece, type Line, type Look, type Words } from "../layout.ts";
import { formatBefore, formatDesiredValue } from "../wording/format-value.ts";
import { REASONS, RISK_WORDS, formatObject, roleLabel, formatVerb } from "../wording/format-change.ts";

/** What the lines of a change need to know besides the change. */
export interface ChangeSetting {
  /** The customer's name, and the manifest in which its approvals belong. */
  readonly customer: { readonly name: string; readonly file: string };
  /** Columns before the change's sign (`+`, `~`, `-`). */
  readonly indent: number;
  /** The date to propose in approvals, e.g. `2026-12-24`. */
  readonly approveUntil?: string;
  /** The holds whose lines to add were shown with an earlier change of the customer. */
  readonly helped?: ReadonlySet<Hold>;
}

/** A planned change for a reviewer: what, why, fields, roles, risks, and what holds it. */
export function changeLines(change: Change, setting: ChangeSetting): readonly Line[] {
  const inner = setting.indent + 4;
  return [
    headline(change, setting),
    line(inner, [piece("faint", formatReason(change))]),
    ...fieldLines(change, inner),
    ...(change.kind === "user" ? roleLines(change.roles, inner) : []),
    ...riskLines(change, inner),
    ...holdLines(change, { ...setting, indent: inner }),
  ];
}

/** `customers/acme.yaml:12`, as editors and terminals open it. */
export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}`;
}

/** The lines that a manifest needs so that a held change may go ahead; empty when an approval is not what it lacks. */
export function approvalHelp(
  hold: Hold,
  risks: readonly RiskFinding[],
  file: string,
  setting: Omit<ChangeSetting, "customer">,
): readonly Line[] {
  const lines = approvalLines(hold, risks, setting.approveUntil);
  if (lines.length === 0 || setting.helped?.has(hold)) return [];
  return [
    line(setting.indent, [`To approve, add to ${file}:`]),
    ...lines.map((text) => fixedLine(setting.indent + 2, [text])),
  ];
}

/** The holds of changes that need the same lines as one before them: those are shown once. */
export function helpedBefore(changes: readonly Pick<Change, "hold" | "risks">[]): ReadonlySet<Hold> {
  const shown = new Set<string>();
  const helped = new Set<Hold>();
  for (const { hold, risks } of changes) {
    if (hold === undefined) continue;
    const lines = approvalLines(hold, risks).join("\n");
    if (shown.has(lines)) helped.add(hold);
    shown.add(lines);
  }
  return helped;
}

/** The sign of each action and its colour. */
const SIGNS: Readonly<Record<Change["action"], { readonly text: string; readonly look: Look }>> = {
  create: { text: "+", look: "add" },
  update: { text: "~", look: "change" },
  delete: { text: "-", look: "remove" },
};

function headline(change: Change, { customer, indent }: ChangeSetting): Line {
  const { text, look } = SIGNS[change.action];
  const what = `${formatVerb(change).plan} ${formatObject(change, customer.name)}`;
  const held: Words[] = change.hold === undefined ? [] : [" ", piece("alarm", "[held]")];
  return line(indent, [
    piece(look, text),
    " ",
    piece("strong", what),
    ...held,
    "  ",
    piece("faint", formatPosition(change.at)),
  ]);
}

function formatReason(change: Change): string {
  const words = [REASONS[change.reason]];
  if (change.formerKey !== undefined) words.push(`formerly ${formatObjectKey(change.formerKey)}`);
  if (change.kind === "pbx" && change.action === "create") {
    if (change.inside) words.push("created together with the customer");
    if (change.enable) words.push("enabled after creation");
  }
  const comesWithImport =
    change.kind === "user" && change.action === "update" && change.objectId === undefined && change.wave < 5;
  if (comesWithImport) {
    words.push("pending PBX import");
  }
  return words.join("; ");
}

function fieldLines(change: Change, indent: number): readonly Line[] {
  const width = Math.min(24, Math.max(0, ...change.fields.map((field) => columns(field.name))));
  return change.fields.map((field) => fieldLine(field, change.action, indent, width));
}

function fieldLine(field: FieldChange, action: Change["action"], indent: number, width: number): Line {
  const after = formatDesiredValue(field.after);
  const name = `${pad(field.name, width)}  `;
  const words: Words[] =
    action === "create" && field.before === undefined
      ? [name, after]
      : [name, formatBefore(field.before), " → ", piece("strong", after)];
  return line(indent, words, 2);
}

function roleLines(roles: RoleChange, indent: number): readonly Line[] {
  const all = [...roles.add, ...roles.remove];
  const width = Math.max(0, ...all.map((role) => columns(role)));
  const row = (sign: string, look: Look) => (role: RoleId) => {
    const label = roleLabel(role);
    return label === undefined
      ? line(indent, [piece(look, `${sign} ${role}`)], 4)
      : line(indent, [piece(look, `${sign} ${pad(role, width)}`), "  ", label], 4);
  };
  return [...roles.add.map(row("+", "add")), ...roles.remove.map(row("-", "remove"))];
}

function riskLines(change: Change, indent: number): readonly Line[] {
  return change.risks.map((finding) => riskLine(finding, indent));
}

function riskLine(finding: RiskFinding, indent: number): Line {
  const approved = finding.approvedBy === undefined ? "" : `; approved: ${finding.approvedBy}`;
  const detail = finding.detail === "" ? "" : `: ${finding.detail}`;
  return line(indent, [piece("alarm", "!"), ` ${RISK_WORDS[finding.risk]}${detail}${approved}`]);
}

function holdLines({ hold, risks }: Change, setting: ChangeSetting): readonly Line[] {
  if (hold === undefined) return [];
  return [
    line(setting.indent, [piece("alarm", "held"), `: ${formatHold(hold, risks)}`]),
    ...approvalHelp(hold, risks, setting.customer.file, setting),
  ];
}
