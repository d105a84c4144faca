import { DiagnosticsError } from "../../model/diagnostic.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { summarise } from "../../plan/assemble-plan.ts";
import type { CommandResult } from "../frame/command-result.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { EXIT } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { unknownReferences } from "../frame/unknown-references.ts";
import { readSavedPlan } from "../saved-plan/saved-plan.ts";

/** `dimctl show plan.json`: a saved plan in any format; no network, no secrets. */
export async function show(path: string, options: OptionsOf<"show">, io: Io): Promise<CommandResult> {
  const { plan } = await readSavedPlan(path, io);
  const shown = selectFromPlan(plan, options.only);
  return {
    command: "show",
    exitCode: EXIT.done,
    diagnostics: plan.problems,
    said: { kind: "plan", plan: shown },
  };
}

/** The part of a plan that is about these references. Throws a DiagnosticsError for one that is not in the plan. */
function selectFromPlan(plan: Plan, only: readonly string[] | undefined): Plan {
  if (only === undefined) return plan;
  const references = plan.customers.map(({ reference }) => reference);
  const unknown = unknownReferences(only, references, NOT_IN_PLAN);
  if (unknown.length > 0) throw new DiagnosticsError(unknown);
  const customers = plan.customers.filter(({ reference }) => only.includes(reference));
  return { ...plan, customers, summary: summarise(customers) };
}

const NOT_IN_PLAN = {
  summary: "the saved plan has no customer",
  hint: "`dimctl show PLAN` lists the customers of a plan",
};
