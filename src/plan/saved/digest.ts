import type { Hash } from "../../model/ports/clock.ts";
import { compareText } from "../order.ts";
import { canonicalJson, type JsonObject } from "../../model/json/json.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { changeContent } from "./change-content.ts";

/**
 * The digest of what a plan would change, and of nothing else: line numbers, wording, approvals and the hour do not move
 * it. The same desired state against the same live state have the same digest on every machine.
 */
export function planDigest(api: string, customers: readonly CustomerPlan[], hash: Hash): string {
  const content = customers
    .filter((customer) => customer.changes.length > 0)
    .map((customer) => [customer.reference, inOwnOrder(customer)]);
  return hash(canonicalJson({ api, customers: content }));
}

/** Two users with one address have one key: the order of the service's list between them says nothing. */
function inOwnOrder({ changes }: CustomerPlan): readonly JsonObject[] {
  return changes
    .map((change) => ({
      content: changeContent(change),
      key: [change.wave, change.kind, change.key].join(" "),
    }))
    .map(({ content, key }) => ({ content, key, text: canonicalJson(content) }))
    .toSorted((left, right) => compareText(left.key, right.key) || compareText(left.text, right.text))
    .map(({ content }) => content);
}
