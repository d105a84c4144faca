import type { Change } from "../model/plan/change.ts";
import type { Kind } from "../model/customer/kinds.ts";

/*
 * The order of a customer's changes (ARCHITECTURE.md, Waves):
 *
 *   1  customer          create (its first PBX inside), update
 *   2  pbx               create, update, enable
 *   3  admins            create, promote        then: at least one is confirmed, or nothing further happens
 *   4  users             create, update, grant
 *   5  users             demote, revoke, remove
 *   6  pbx, customer     remove; disable or delete
 */
const KIND_ORDER = { customer: 0, pbx: 1, user: 2 } as const satisfies Record<Kind, number>;
const LAST_WAVE_KIND_ORDER = { pbx: 0, user: 1, customer: 2 } as const satisfies Record<Kind, number>;

/** Sorts changes by wave, then by kind, then by key: the same changes always come in the same order. */
export function inOrder<Each extends Pick<Change, "wave" | "kind" | "key">>(
  changes: readonly Each[],
): readonly Each[] {
  return changes.toSorted(
    (left, right) => left.wave - right.wave || rank(left) - rank(right) || compareText(left.key, right.key),
  );
}

function rank({ wave, kind }: Pick<Change, "wave" | "kind">): number {
  return (wave === 6 ? LAST_WAVE_KIND_ORDER : KIND_ORDER)[kind];
}

/** By code units, so that no machine's locale decides. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
