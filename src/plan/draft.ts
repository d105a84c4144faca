import type { Change } from "../model/plan/change.ts";
import type { NotCompared, Remark } from "../model/plan/plan.ts";

/** A change before its risks are known: what the diffs return. */
export type Unweighed = WithoutRisks<Change>;
type WithoutRisks<Each> = Each extends Change ? Omit<Each, "risks"> : never;

/** What the diff of one kind found. */
export interface Draft {
  readonly changes: readonly Unweighed[];
  /** Declared objects that need no change. */
  readonly unchanged: number;
  readonly declared: number;
  readonly notCompared: readonly NotCompared[];
  readonly remarks: readonly Remark[];
}

/** A draft that says nothing. */
export const EMPTY_DRAFT: Draft = { changes: [], unchanged: 0, declared: 0, notCompared: [], remarks: [] };

/** A draft without changes: so many declared objects are as they should be. */
export function settled(unchanged: number): Draft {
  return { ...EMPTY_DRAFT, unchanged };
}

/** Several drafts as one, in the order given. */
export function joinDrafts(drafts: readonly Draft[]): Draft {
  return {
    changes: drafts.flatMap((draft) => draft.changes),
    unchanged: sum(drafts.map((draft) => draft.unchanged)),
    declared: sum(drafts.map((draft) => draft.declared)),
    notCompared: drafts.flatMap((draft) => draft.notCompared),
    remarks: drafts.flatMap((draft) => draft.remarks),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
