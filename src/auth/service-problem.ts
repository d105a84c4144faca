import { ProblemsError, type Problem } from "../model/problem.ts";

/** One problem as the error that ends a command with exit 4. Apart from host-problems.ts, which loads protocol code. */
export function service(problem: Omit<Problem, "severity">): ProblemsError {
  return new ProblemsError([{ severity: "error", ...problem }], "service");
}
