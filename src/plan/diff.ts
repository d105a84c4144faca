import type { Change } from "../model/plan/change.ts";
import type { BlockedObject, NotCompared, Note } from "../model/plan/plan.ts";

/** A change before its risks are known: what the diffs return. */
export type UnassessedChange = WithoutRisks<Change>;
type WithoutRisks<Each> = Each extends Change ? Omit<Each, "risks"> : never;

/** What the diff of one kind found. */
export interface Diff {
  readonly changes: readonly UnassessedChange[];
  /** Declared objects for which nothing can be planned. */
  readonly blocked: readonly BlockedObject[];
  /** Declared objects that need no change. */
  readonly unchanged: number;
  readonly declared: number;
  readonly notCompared: readonly NotCompared[];
  readonly notes: readonly Note[];
}

/** An empty diff. */
export const EMPTY_DIFF: Diff = {
  changes: [],
  blocked: [],
  unchanged: 0,
  declared: 0,
  notCompared: [],
  notes: [],
};

/** A diff without changes: so many declared objects need none. */
export function unchangedDiff(unchanged: number): Diff {
  return { ...EMPTY_DIFF, unchanged };
}

/** Several diffs as one, in the order given. */
export function mergeDiffs(diffs: readonly Diff[]): Diff {
  return {
    changes: diffs.flatMap((diff) => diff.changes),
    blocked: diffs.flatMap((diff) => diff.blocked),
    unchanged: sum(diffs.map((diff) => diff.unchanged)),
    declared: sum(diffs.map((diff) => diff.declared)),
    notCompared: diffs.flatMap((diff) => diff.notCompared),
    notes: diffs.flatMap((diff) => diff.notes),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
