import type { PlanDocument } from "#schemas/plan";
import type { ApplyResult } from "../../model/plan/outcome.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { CommandResult } from "../frame/command-result.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { approve, everything, type Approved } from "../saved-plan/approve-plan.ts";
import { askToApply } from "./ask-to-apply.ts";
import { carryOutPlan, type ApplyContext } from "./carry-out-plan.ts";
import { EXIT, exitOfResult } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { makePlan, planAgainWith, planContext } from "../plan/make-plan.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { listWarnings } from "../plan/plan.ts";
import { parseReassert } from "../plan/reassert.ts";
import {
  assertEnvironment,
  assertUnspent,
  isCarriedOut,
  readSavedPlan,
  withoutManifest,
} from "../saved-plan/saved-plan.ts";
import { withSession, type Session } from "../session/session.ts";
import { withInterruption } from "../session/signals.ts";
import { aloneInEnvironment, openConfiguredState } from "../session/open-configured-state.ts";
import { openWorkspace } from "../session/workspace.ts";

/** `dimctl apply [plan.json]`: plan again, hold it against what was approved, carry it out, check it, print. */
export async function applyCommand(
  planFile: string | undefined,
  options: OptionsOf<"apply">,
  io: Io,
): Promise<CommandResult> {
  assertConsent(planFile, options, io);
  const saved = planFile === undefined ? undefined : await readSavedPlan(planFile, io);
  const workspace = await openWorkspace(options, io, plannedReferences(saved, options));
  const { configuration, concurrency } = workspace;
  return withInterruption(io, options.timeoutSeconds, async (interruption) => {
    const signal = interruption.send;
    const state = await openConfiguredState(configuration, io);
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
  applyContext: Omit<ApplyContext, "planAgain">,
): Promise<CommandResult> {
  const { workspace, session, options, interruption, io } = applyContext;
  if (saved) assertValid(path, saved, session);
  const context = planContext(workspace, session, parseReassert(options.reassert, workspace.customers), io);
  const plan = await makePlan(workspace, session, context);
  const approved = saved ? approve(saved, plan) : everything(plan);
  const gone = saved ? withoutManifest(saved, workspace.managed) : [];
  const diagnostics = [...workspace.diagnostics, ...session.diagnostics, ...listWarnings(plan), ...gone];
  assertSecrets(approved, session, diagnostics);
  if (!saved) await askToApply(approved.plan, options, io);
  interruption.startWriting();
  const planAgain = planAgainWith(workspace, session, context);
  const result = await carryOutPlan(approved, { ...applyContext, planAgain });
  await remember(saved, result, session);
  // What was approved and has no manifest any more was not carried out.
  const exitCode = gone.length > 0 ? EXIT.incomplete : exitOfResult(result);
  return { command: "apply", exitCode, diagnostics, said: { kind: "result", result } };
}

/** Nobody at the terminal, and neither a saved plan nor `--yes`: nothing is written on a guess. */
function assertConsent(planFile: string | undefined, options: OptionsOf<"apply">, io: Io): void {
  if (planFile !== undefined || options.yes === true || io.isInteractive) return;
  throw new DiagnosticsError([
    {
      code: "needs-yes",
      severity: "error",
      summary: "nobody is at the terminal to confirm the plan",
      hint: "give --yes, or the file of a saved plan",
    },
  ]);
}

/** A saved plan also says which customers it is about; undefined: all that the options leave. */
function plannedReferences(
  saved: PlanDocument | undefined,
  { only }: OptionsOf<"apply">,
): readonly string[] | undefined {
  return only === undefined ? saved?.customers.map(({ reference }) => reference) : undefined;
}

function assertValid(path: string, saved: PlanDocument, session: Session): void {
  assertEnvironment(path, saved, session.environment, session.api);
  assertUnspent(path, session.memory.isSpent(saved.seal ?? saved.digest));
}

function assertSecrets({ plan }: Approved, session: Session, diagnostics: readonly Diagnostic[]): void {
  const missing = missingSecrets(plan, session.secrets);
  if (missing.length > 0) throw new DiagnosticsError([...diagnostics, ...missing]);
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
