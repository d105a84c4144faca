import type { CustomerStatus } from "../../model/plan/plan.ts";
import { formatCount } from "./format-change.ts";

/** ` 1 customer could not be planned.`, to be put behind a verdict; empty when nothing was in the way. */
export function formatUnplanned(statuses: readonly CustomerStatus[]): string {
  const unplanned = statuses.filter((status) => status === "ambiguous" || status === "unreadable").length;
  const ending = statuses.filter((status) => status === "deleting").length;
  return [
    ...(unplanned === 0 ? [] : [` ${formatCount(unplanned, "customer")} could not be planned.`]),
    ...(ending === 0 ? [] : [` ${formatCount(ending, "customer is", "customers are")} still being deleted.`]),
  ].join("");
}
