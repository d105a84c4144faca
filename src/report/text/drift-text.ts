import type { Plan } from "../../model/plan/plan.ts";
import { customerHeading, formatStatus } from "../lines/customer-lines.ts";
import { driftLines, driftVerdict } from "../lines/drift-lines.ts";
import { line, piece, render, spaced, type Style } from "../layout.ts";
import { asideLines, isWorthShowing } from "./plan-text.ts";

/** The plan as the schedule reports it: live changes not made through git. */
export function driftText(plan: Plan, style: Style): string {
  const blocks = plan.customers.filter(isWorthShowing).map((customer) => {
    const status = formatStatus(customer);
    return [
      customerHeading(customer),
      ...(status === undefined ? [] : [line(2, [piece("alarm", "!"), ` ${status}`])]),
      ...driftLines(customer, 2),
    ];
  });
  const verdict = [line(0, [piece("strong", driftVerdict(plan.customers, plan.environment))], 0)];
  return render(spaced([...blocks, asideLines(plan), verdict]), style);
}
