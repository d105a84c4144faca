/** What the tests of field diffs compare. */
import type { Json } from "../../../src/model/json/json.ts";
import { diffFields, type FieldDiff, type LiveObject } from "../../../src/plan/diff-fields.ts";
import { toReference } from "../../../src/model/ids.ts";
import { secret, TENANT, desiredValues } from "../../support/plan-states.ts";

/** The diff with the reason of all its changes as a value. */
export function diffWithReason(
  ...args: Parameters<typeof diffFields>
): Omit<FieldDiff, "reasonOf"> & { reason: string } {
  const { reasonOf, ...diff } = diffFields(...args);
  return { ...diff, reason: reasonOf(diff.changes) };
}

export const object = (kind: "customer" | "pbx", fields: Record<string, Json>): LiveObject => ({
  kind,
  customer: { reference: toReference("ACME-1"), tenantId: TENANT },
  key: kind === "customer" ? "customer" : "pbx:Acme Kazoo",
  fields: new Map(Object.entries(fields)),
});

export const NAMED = desiredValues({ name: "Acme" });
export const KEY = desiredValues({ apiKey: secret("ACME_KEY") });
