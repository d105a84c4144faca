import { line, piece, render, type Line, type Look, type Style } from "../layout.ts";

/** One line of `dimctl doctor`. */
export interface DoctorLine {
  readonly name: string;
  readonly ok: "ok" | "warn" | "fail";
  readonly detail: string;
  readonly remedy?: string;
}

const LOOKS = { ok: "good", warn: "change", fail: "alarm" } as const satisfies Record<DoctorLine["ok"], Look>;

/** The checks, a line each, the remedy under what is wrong, and a verdict. */
export function doctorText(checks: readonly DoctorLine[], style: Style): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = [
    ...checks.flatMap((check) => checkLines(check, width)),
    line(0, [""]),
    line(0, [checksVerdict(checks)]),
  ];
  return lines.map((one) => render([one], style)).join("\n");
}

/** `All checks passed.`, or how many did not. */
export function checksVerdict(checks: readonly DoctorLine[]): string {
  const wrong = checks.filter(({ ok }) => ok !== "ok").length;
  return wrong === 0 ? "All checks passed." : `${wrong} of ${checks.length} checks failed or warned.`;
}

function checkLines({ name, ok, detail, remedy }: DoctorLine, width: number): readonly Line[] {
  const first = line(0, [piece(LOOKS[ok], ok.padEnd(5)), `${name.padEnd(width)}  ${detail}`]);
  return remedy === undefined ? [first] : [first, line(width + 7, [`fix: ${remedy}`])];
}
