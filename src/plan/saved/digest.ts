import type { Hash } from "../../model/ports/clock.ts";
import { canonicalJson } from "../../model/json/json.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { changeContent } from "./change-content.ts";

/**
 * The digest of what a plan would change, and of nothing else: line numbers, wording, approvals and the hour do not move
 * it. The same desired state against the same live state have the same digest on every machine.
 */
export function planDigest(api: string, customers: readonly CustomerPlan[], hash: Hash): string {
  const content = customers
    .filter((customer) => customer.changes.length > 0)
    .map((customer) => [customer.reference, customer.changes.map(changeContent)]);
  return hash(canonicalJson({ api, customers: content }));
}
