import type { ApplyResult } from "../../model/plan/outcome.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import type { CommandResult } from "../frame/command-result.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { approve, everything, type Approved } from "../saved-plan/approve-plan.ts";
import { askToApply } from "./ask-to-apply.ts";
import { carryOutPlan } from "./carry-out-plan.ts";
import { EXIT, exitOfResult } from "../frame/exit-code.ts";
import type { Io } from "../frame/io.ts";
import { makePlan, planAgainWith, planContext } from "../plan/make-plan.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { parseReassert } from "../plan/reassert.ts";
import {
  assertEnvironment,
  assertUnspent,
  isCarriedOut,
  readSavedPlan,
  withoutManifest,
  type SavedPlan,
} from "../saved-plan/saved-plan.ts";
import { printAccount, printHowToPin } from "../session/reseller.ts";
import { openSession, type Session } from "../session/session.ts";
import { watchInterruption } from "../session/signals.ts";
import { lockEnvironment, openConfiguredState } from "../session/open-configured-state.ts";
import { openWorkspace, type Workspace } from "../session/workspace.ts";
import { assertSandboxIsMeant } from "./sandbox-in-ci.ts";

/** `dimctl apply [plan.json]`: plan again, hold it against what was approved, carry it out, check it, print. */
export async function applyCommand(
  planFile: string | undefined,
  options: OptionsOf<"apply">,
  io: Io,
): Promise<CommandResult> {
  assertConsent(planFile, options, io);
  const saved = planFile === undefined ? undefined : await readSavedPlan(planFile, io);
  const workspace = await openWorkspace(options, io, plannedReferences(saved?.plan, options));
  const { configuration, concurrency } = workspace;
  assertSandboxIsMeant(configuration, options, io);
  using interruption = watchInterruption(io, options.timeoutSeconds);
  const signal = interruption.send;
  const state = await openConfiguredState(configuration, io);
  await using lock = await lockEnvironment(configuration, state, io, signal);
  await using session = await openSession({ configuration, state, options, concurrency, signal, io });
  if (saved) assertValid(planFile ?? "", saved, session);
  const context = planContext(workspace, session, parseReassert(options.reassert, workspace.customers), io);
  const plan = await makePlan(workspace, session, context);
  await sayAccount(workspace, session, io);
  const approved = saved ? approve(saved.plan, plan) : everything(plan);
  const gone = saved ? withoutManifest(saved.plan, workspace.managed) : [];
  const diagnostics = [...plan.problems, ...gone];
  assertSecrets(approved, session, diagnostics);
  if (!saved) await askToApply(approved.plan, options, io);
  interruption.startWriting();
  const planAgain = planAgainWith(workspace, session, context);
  const { result, diagnostics: ended } = await carryOutPlan(approved, {
    workspace,
    session,
    options,
    interruption,
    planAgain,
    io,
  });
  const unsaved = await remember(saved, result, session);
  // What was approved and has no manifest any more was not carried out.
  const isIncomplete = gone.length > 0 || unsaved.length > 0;
  const exitCode = exitOfResult(result) || (isIncomplete ? EXIT.incomplete : EXIT.done);
  return {
    command: "apply",
    exitCode,
    diagnostics: [...diagnostics, ...(ended.length > 0 ? ended : unsaved)],
    said: { kind: "result", result },
  };
}

/** As whom; and before the first apply, which nothing is remembered of, how the reseller is pinned. */
async function sayAccount({ configuration, customers }: Workspace, session: Session, io: Io): Promise<void> {
  if (customers.length === 0) return;
  const place = { environment: configuration.environment, io };
  await printAccount(session, place);
  if (session.memory.known.length === 0) await printHowToPin(session, place);
}

/** Nobody at the terminal, and neither a saved plan nor `--yes`: nothing is written on a guess. */
function assertConsent(planFile: string | undefined, options: OptionsOf<"apply">, io: Io): void {
  if (planFile !== undefined || options.yes === true || io.isInteractive) return;
  throw new DiagnosticsError([
    {
      code: "needs-yes",
      severity: "error",
      summary: "no interactive terminal to confirm the plan",
      hint: "use `--yes`, or give a saved plan file",
    },
  ]);
}

/** A saved plan also says which customers it is about; undefined: all that the options leave. */
function plannedReferences(
  saved: Plan | undefined,
  { only }: OptionsOf<"apply">,
): readonly string[] | undefined {
  return only === undefined ? saved?.customers.map(({ reference }) => reference) : undefined;
}

function assertValid(path: string, { plan, seal }: SavedPlan, session: Session): void {
  assertEnvironment(path, plan, session.environment, session.api);
  assertUnspent(path, session.memory.isSpent(seal));
}

function assertSecrets({ plan }: Approved, session: Session, diagnostics: readonly Diagnostic[]): void {
  const missing = missingSecrets(plan, session.secrets);
  if (missing.length > 0) throw new DiagnosticsError([...diagnostics, ...missing]);
}

/**
 * A saved plan that came to its end is spent; what was written is kept for the next plan. A state that cannot be written is
 * returned as diagnostics: the writes were made, and their result is to be printed.
 */
async function remember(
  saved: SavedPlan | undefined,
  result: ApplyResult,
  { memory }: Session,
): Promise<readonly Diagnostic[]> {
  try {
    if (saved && isCarriedOut(saved.plan, result)) await memory.markSpent(saved.seal);
    await memory.flush();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    return [...error.diagnostics, NOT_SAVED];
  }
}

const NOT_SAVED = {
  code: "state-not-saved",
  severity: "error",
  summary: "the changes above were made, but the state of this run could not be saved",
  hint: "make the state writable and re-run the same command; fields that Dimensions does not show may be written once more",
} as const;
