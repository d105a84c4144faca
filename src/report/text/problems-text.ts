import type { Problem } from "../../model/problem.ts";
import { BLANK, line, render, type Style } from "./layout.ts";
import { problemCount, problemLines } from "../lines/problem-lines.ts";

/** All problems for the person who must mend them, then how many there are; empty when there are none. */
export function problemsText(problems: readonly Problem[], style: Style): string {
  if (problems.length === 0) return "";
  const counts = problemCount(problems);
  return render(
    [...problems.flatMap((problem) => problemLines(problem, 0)), BLANK, line(0, [`${counts}.`])],
    style,
  );
}
