import { ProblemsError } from "../../../src/model/problem.ts";

/** The first problem of work that must fail with a ProblemsError, and the error's kind. */
export async function problemOf(work: Promise<unknown>): Promise<object> {
  const error: unknown = await work.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemsError)) throw error;
  const [problem] = error.problems;
  const { severity: _, ...rest } = problem ?? { severity: "error" };
  return { kind: error.kind, ...rest };
}
