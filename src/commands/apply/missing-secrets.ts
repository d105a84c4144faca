import type { Change } from "../../model/plan/change.ts";
import type { Wish } from "../../model/customer/fields.ts";
import type { SecretSource } from "../../model/ports/memory.ts";
import type { Plan } from "../../model/plan/plan.ts";
import type { Problem } from "../../model/problem.ts";

/** A secret that a change needs and that is not there: an error before anything is written (design section 3). */
export function missingSecrets(plan: Plan, secrets: SecretSource): readonly Problem[] {
  return plan.customers.flatMap((customer) =>
    customer.changes
      .filter((change) => !change.hold)
      .flatMap((change) => wishesOf(change).flatMap((wish) => missing(wish, change, secrets))),
  );
}

function wishesOf(change: Change): readonly Wish[] {
  return change.fields.map((field) => field.after);
}

function missing(wish: Wish, change: Change, secrets: SecretSource): readonly Problem[] {
  if (wish.kind === "plain" || secrets(wish.name) !== undefined) return [];
  return [
    {
      code: "secret-missing",
      severity: "error",
      summary: `the secret ${wish.name} is not there`,
      hint: `set DIMCTL_SECRET_${wish.name}, or give it in a file with --secrets`,
      at: change.at,
    },
  ];
}
