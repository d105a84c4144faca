import type { RoleChange } from "../../model/plan/change.ts";
import type { RoleId } from "../../model/ids.ts";
import type { CustomerRun } from "../run.ts";

/** Of the desired roles those that are not held yet, in either admin spelling (A1). */
export function addedTo(
  held: readonly RoleId[],
  desired: readonly RoleId[],
  run: CustomerRun,
): readonly RoleId[] {
  return run.options.dialect.missing(held, desired);
}

/** Whether adding these roles would put a second one of an exclusive group beside a held one. */
export function addable(
  add: readonly RoleId[],
  held: readonly RoleId[],
  run: CustomerRun,
): { readonly exchanges: boolean } {
  return { exchanges: held.some((role) => givesWay(role, add, run)) };
}

/** The whole list for a `replace /roles`: what is held now, platform roles included, less and plus what the change says. */
export function rolesAfter(
  held: readonly RoleId[],
  { add, remove }: RoleChange,
  run: CustomerRun,
): readonly RoleId[] {
  const staying = held.filter((role) => !remove.includes(role) && !givesWay(role, add, run));
  return [...new Set([...staying, ...addedTo(staying, add, run)])];
}

function givesWay(held: RoleId, add: readonly RoleId[], { options }: CustomerRun): boolean {
  const group = options.catalogue.get(held)?.group;
  return (
    group !== undefined && add.some((role) => role !== held && options.catalogue.get(role)?.group === group)
  );
}
