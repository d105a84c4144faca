import type { PlanDocument } from "#schemas/plan";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import { ProblemsError, type Problem } from "../../model/problem.ts";
import type { Answer } from "../frame/answer.ts";
import type { ApplyOptions } from "./apply-options.ts";
import { approve, everything, type Approved } from "../saved-plan/approve-plan.ts";
import { askToApply } from "./ask-to-apply.ts";
import { carryOutPlan, type Surroundings } from "./carry-out-plan.ts";
import { EXIT, exitOfResult } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { makePlan, planAgainWith, planContext } from "../plan/make-plan.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { warningsOf } from "../plan/plan.ts";
import { reassertOf } from "../plan/reassert.ts";
import {
  demandEnvironment,
  demandUnspent,
  isCarriedOut,
  readSavedPlan,
  withoutManifest,
} from "../saved-plan/saved-plan.ts";
import { withSession, type Session } from "../session/session.ts";
import { withInterruption } from "../session/signals.ts";
import { aloneInEnvironment, openStateOf } from "../session/state.ts";
import { openWorkspace } from "../session/workspace.ts";

/** `dimctl apply [plan.json]`: plan again, hold it against what was approved, carry it out, check it, print. */
export async function apply(planFile: string | undefined, options: ApplyOptions, io: Io): Promise<Answer> {
  demandConsent(planFile, options, io);
  const saved = planFile === undefined ? undefined : await readSavedPlan(planFile, io);
  const workspace = await openWorkspace(withinSaved(saved, options), io);
  const { configuration, concurrency } = workspace;
  return withInterruption(io, options.timeout, async (interruption) => {
    const signal = interruption.send;
    const state = await openStateOf(configuration, io);
    const opening = { configuration, state, options, concurrency, signal, io };
    const approval = { path: planFile ?? "", document: saved };
    return aloneInEnvironment(configuration, state, io, signal, () =>
      withSession(opening, (session) =>
        applyAlone(approval, { workspace, session, options, interruption, io }),
      ),
    );
  });
}

interface Saved {
  readonly path: string;
  /** undefined: the fresh plan is what is applied. */
  readonly document: PlanDocument | undefined;
}

/** The apply itself, while no other one is at work. */
async function applyAlone(
  { path, document: saved }: Saved,
  surroundings: Omit<Surroundings, "planAgain">,
): Promise<Answer> {
  const { workspace, session, options, interruption, io } = surroundings;
  if (saved) demandValid(path, saved, session);
  const context = planContext(workspace, session, reassertOf(options.reassert, workspace.customers), io);
  const plan = await makePlan(workspace, session, context);
  const approved = saved ? approve(saved, plan) : everything(plan);
  const gone = saved ? withoutManifest(saved, workspace.managed) : [];
  const problems = [...workspace.problems, ...session.problems, ...warningsOf(plan), ...gone];
  demandSecrets(approved, session, problems);
  if (!saved) await askToApply(approved.plan, options, io);
  interruption.startWriting();
  const planAgain = planAgainWith(workspace, session, context);
  const result = await carryOutPlan(approved, { ...surroundings, planAgain });
  await remember(saved, result, session);
  // What was approved and has no manifest any more was not carried out.
  const exitCode = gone.length > 0 ? EXIT.incomplete : exitOfResult(result);
  return { command: "apply", exitCode, problems, said: { kind: "result", result } };
}

/** Nobody at the terminal, and neither a saved plan nor `--yes`: nothing is written on a guess. */
function demandConsent(planFile: string | undefined, options: ApplyOptions, io: Io): void {
  if (planFile !== undefined || options.yes === true || io.isInteractive) return;
  throw new ProblemsError([
    {
      code: "needs-yes",
      severity: "error",
      summary: "nobody is at the terminal to confirm the plan",
      hint: "give --yes, or the file of a saved plan",
    },
  ]);
}

/** A saved plan also says which customers it is about. */
function withinSaved(saved: PlanDocument | undefined, options: ApplyOptions): ApplyOptions {
  return saved && options.only === undefined
    ? { ...options, within: saved.customers.map(({ reference }) => reference) }
    : options;
}

function demandValid(path: string, saved: PlanDocument, session: Session): void {
  demandEnvironment(path, saved, session.environment, session.api);
  demandUnspent(path, session.memory.isSpent(saved.seal ?? saved.digest));
}

function demandSecrets({ plan }: Approved, session: Session, problems: readonly Problem[]): void {
  const missing = missingSecrets(plan, session.secrets);
  if (missing.length > 0) throw new ProblemsError([...problems, ...missing]);
}

/** A saved plan that came to its end is spent; what was written is kept for the next plan. */
async function remember(
  saved: PlanDocument | undefined,
  result: ApplyResult,
  { memory }: Session,
): Promise<void> {
  if (saved && isCarriedOut(saved, result)) await memory.markSpent(saved.seal ?? saved.digest);
  await memory.flush();
}
