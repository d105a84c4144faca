import type { Change } from "../../model/plan/change.ts";
import { isSecret, type DesiredValue } from "../../model/customer/value.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { Plan } from "../../model/plan/plan.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";

/** A secret that a change needs and that does not exist: an error before anything is written (ARCHITECTURE.md, The manifest). */
export function missingSecrets(plan: Plan, secrets: SecretSource): readonly Diagnostic[] {
  return plan.customers.flatMap((customer) =>
    customer.changes
      .filter((change) => !change.hold)
      .flatMap((change) =>
        listDesiredValues(change).flatMap((desiredValue) => missing(desiredValue, change, secrets)),
      ),
  );
}

function listDesiredValues(change: Change): readonly DesiredValue[] {
  return change.fields.map((field) => field.after);
}

function missing(desiredValue: DesiredValue, change: Change, secrets: SecretSource): readonly Diagnostic[] {
  if (!isSecret(desiredValue) || secrets(desiredValue.secret) !== undefined) return [];
  return [
    {
      code: "secret-missing",
      severity: "error",
      summary: `secret \`${desiredValue.secret}\` not found`,
      hint: `set DIMCTL_SECRET_${desiredValue.secret}, or add it to the file given with \`--secrets\``,
      at: change.at,
    },
  ];
}
