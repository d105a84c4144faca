/** Short ways to write plans and diagnostics in tests: what matters is given, the rest is harmless. */
import type { Change } from "../../src/model/plan/change.ts";
import { toReference, toTenantId } from "../../src/model/ids.ts";
import type { BlockedObject, CustomerPlan, Plan } from "../../src/model/plan/plan.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { at } from "./change-builders.ts";

/** A declared person whom two live users answer to. */
export const blockedUser = (email: string, rest: Partial<BlockedObject> = {}): BlockedObject => ({
  kind: "user",
  key: `user:${email}`,
  reason: "ambiguous",
  detail: `2 live users have the address ${email}`,
  at: at(9),
  ...rest,
});

/** What a customer of a plan may say besides its reference; `isNew`: it is not in Dimensions yet. */
export type CustomerOverrides = Partial<Omit<CustomerPlan, "reference">> & { readonly isNew?: boolean };

/** A customer of a plan; changed when it has changes and nothing else is said. */
export function customerPlan(
  reference: string,
  { isNew = false, ...rest }: CustomerOverrides = {},
): CustomerPlan {
  const file = rest.file ?? "customers/acme.yaml";
  return {
    reference: toReference(reference),
    name: "Acme Dental",
    file,
    at: at(1, file),
    status: statusOf(rest),
    ...(!isNew && { tenantId: toTenantId(`tenant-of-${reference}`) }),
    confirmedAdmins: [],
    manifestDigest: `digest-of-${reference}`,
    unchanged: 0,
    blocked: [],
    notes: [],
    warnings: [],
    coverage: { declared: 0, compared: 0, notCompared: [] },
    requests: 2,
    changes: [],
    ...rest,
  };
}

function statusOf({ changes = [], blocked = [] }: CustomerOverrides): CustomerPlan["status"] {
  if (changes.length > 0) return "changed";
  return blocked.length > 0 ? "blocked" : "unchanged";
}

/** A plan with its summary counted from its customers. */
export function planOf(
  customers: readonly CustomerPlan[],
  rest: Partial<Omit<Plan, "customers">> = {},
): Plan {
  const changes = customers.flatMap((customer) => customer.changes);
  const counted = (action: Change["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return {
    formatVersion: 2,
    toolVersion: "1.2.3",
    environment: "sandbox",
    api: "http://127.0.0.1:4010",
    digest: "0f1e2d3c",
    summary: {
      create: counted("create"),
      update: counted("update"),
      delete: counted("delete"),
      unchanged: customers.reduce((sum, customer) => sum + customer.unchanged, 0),
      held: changes.filter((change) => change.hold !== undefined).length,
      blocked: customers.reduce((sum, customer) => sum + customer.blocked.length, 0),
    },
    customers,
    noLongerManaged: [],
    problems: [],
    ...rest,
  };
}

export function diagnostic(code: string, rest: Partial<Omit<Diagnostic, "code">> = {}): Diagnostic {
  return { code, severity: "error", summary: `${code} is wrong`, ...rest };
}
