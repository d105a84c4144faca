import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ProblemsError } from "../../model/problem.ts";
import type { Plan } from "../../model/plan/plan.ts";
import type { Answer } from "../frame/answer.ts";
import { exitOfPlan } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { makePlan, planContext } from "./make-plan.ts";
import type { SharedOptions } from "../frame/options.ts";
import { reassertOf } from "./reassert.ts";
import { savedPlanText } from "../saved-plan/saved-plan.ts";
import { withSession } from "../session/session.ts";
import { withInterruption } from "../session/signals.ts";
import { openStateOf } from "../session/state.ts";
import { openWorkspace } from "../session/workspace.ts";

/** The options of `dimctl plan`, as commander hands them over. */
export interface PlanOptions extends SharedOptions {
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly reassert?: true | readonly string[];
}

/** `dimctl plan`: observe, diff, print. Its client type has no write methods. */
export async function plan(options: PlanOptions, io: Io): Promise<Answer> {
  return look("plan", options, io);
}

/** `dimctl drift`: the same plan, worded for the schedule: what moved that nobody asked for. */
export async function drift(options: SharedOptions, io: Io): Promise<Answer> {
  return look("drift", { ...options, exitCode: true }, io);
}

async function look(command: "plan" | "drift", options: PlanOptions, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io);
  const { configuration, concurrency } = workspace;
  return withInterruption(io, options.timeout, async ({ send: signal }) => {
    const state = await openStateOf(configuration, io);
    return withSession({ configuration, state, options, concurrency, signal, io }, async (session) => {
      const reassert = reassertOf(options.reassert, workspace.customers);
      const made = await makePlan(workspace, session, planContext(workspace, session, reassert, io));
      const problems = [...workspace.problems, ...session.problems, ...warningsOf(made)];
      if (options.out !== undefined) await save(options.out, savedPlanText(made, problems), io);
      const exitCode = exitOfPlan(made, options.exitCode === true);
      return { command, exitCode, problems, said: { kind: command, plan: made } };
    });
  });
}

/** The approvals' warnings stand with the other problems of the manifests. */
export function warningsOf(made: Plan): Plan["customers"][number]["warnings"] {
  return made.customers.flatMap((customer) => customer.warnings);
}

async function save(path: string, text: string, io: Io): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, path), text, { mode: 0o600 });
  } catch (error) {
    const summary = `the plan cannot be saved as ${path}`;
    throw new ProblemsError(
      [{ code: "plan-not-saved", severity: "error", summary, hint: "choose a file in a folder that exists" }],
      "input",
      error,
    );
  }
}
