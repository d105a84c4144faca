import type { DesiredCustomer } from "../../model/customer/desired.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import { countRequests } from "../requests.ts";

/** A planned customer with the name that its manifest wants; its live name is in the change of it. */
interface Named {
  readonly desired: DesiredCustomer;
  readonly plan: CustomerPlan;
}

/**
 * Holds every change of customers whose manifest describes another one: it wants the name that another customer has now, and
 * that one's manifest wants a different name, too. Their references were swapped, so everything would go to the wrong tenant.
 */
export function holdSwapped<Each extends Named>(customers: readonly Each[]): readonly Each[] {
  const losing = new Map(
    customers.flatMap(({ plan }) => namesOf(plan, "before").map((name) => [name, plan])),
  );
  return customers.map((customer) => {
    const { desired, plan } = customer;
    const [after] = namesOf(plan, "after");
    const other = after === undefined ? undefined : losing.get(after);
    if (other === undefined || other === plan) return customer;
    const detail = `the manifest describes ${JSON.stringify(after)}, which is live customer ${other.reference}; check \`reference\` in both manifests`;
    const hold = { why: "swapped-references", detail } as const;
    const changes = plan.changes.map((change) => ({ ...change, hold }));
    return { ...customer, plan: { ...plan, changes, requests: countRequests(changes, desired) } };
  });
}

/** The live or the desired name of a customer whose name is changed. */
function namesOf({ changes }: CustomerPlan, side: "before" | "after"): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind !== "customer" || change.action !== "update") return [];
    const name = change.fields.find((field) => field.name === "name")?.[side];
    return typeof name === "string" ? [name] : [];
  });
}
