import { defined } from "../../model/json/defined.ts";
import type { Position, Diagnostic } from "../../model/diagnostic.ts";
import type { Change } from "../../model/plan/change.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";

/** Something to be said at a line of a manifest: what annotations and code scanning are made of. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** Stable, kebab-case: a problem's code, a risk's name, `held`, `drift`, … */
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly at?: Position;
  /** The same finding of the next run has the same identity, even if its line has changed. */
  readonly identity: string;
}

/** A problem at its place; `reference` is the customer whose it is, or empty. */
export function problemAnnotation(diagnostic: Diagnostic, reference: string): Annotation {
  const text =
    diagnostic.hint === undefined ? diagnostic.summary : `${diagnostic.summary} (hint: ${diagnostic.hint})`;
  return {
    level: diagnostic.severity,
    code: diagnostic.code,
    title: diagnostic.code,
    text,
    identity: `${diagnostic.code} ${reference} ${diagnostic.at?.file ?? ""} ${diagnostic.summary}`,
    ...defined({ at: diagnostic.at }),
  };
}

/** What distinguishes one finding of a customer from the others. */
export function identity(code: string, customer: CustomerPlan, object?: Pick<Change, "key">): string {
  return `${code} ${customer.reference} ${object?.key ?? ""}`.trim();
}

/** Errors first: GitHub shows ten annotations of a kind per step. */
export function bySeverity(findings: readonly Annotation[]): readonly Annotation[] {
  const order = ["error", "warning", "notice"];
  return findings.toSorted((left, right) => order.indexOf(left.level) - order.indexOf(right.level));
}
