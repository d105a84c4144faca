import type { Plan } from "../../model/plan/plan.ts";
import { DiagnosticsError } from "../../model/diagnostic.ts";
import { planText } from "../../report/text/plan-text.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import type { Io } from "../frame/io.ts";
import { dayInTwoWeeks, usesColor } from "../frame/print.ts";

/** Shows the plan and, when a person is at the terminal, asks. Throws a DiagnosticsError when the answer is not yes. */
export async function askToApply(plan: Plan, options: OptionsOf<"apply">, io: Io): Promise<void> {
  const style = { color: usesColor(options, io.stderrIsTerminal, io.env), width: io.width };
  io.stderr(`${planText(plan, style, { approveUntil: dayInTwoWeeks(io.clock.now()) })}\n\n`);
  const isNothing = plan.customers.every((customer) => customer.changes.every((change) => change.hold));
  if (options.yes === true || isNothing) return;
  const answer = await io.ask(`Type "yes" to apply to ${plan.environment}: `);
  if (answer.trim().toLowerCase() === "yes") return;
  throw new DiagnosticsError([
    { code: "not-confirmed", severity: "error", summary: "plan not confirmed; nothing was applied" },
  ]);
}
