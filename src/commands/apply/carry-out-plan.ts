import { defined } from "../../model/json/defined.ts";
import type { RunEnd } from "../../apply/carry-out.ts";
import { DiagnosticsError, type Diagnostic } from "../../model/diagnostic.ts";
import { applyPlan, summariseResult } from "../../apply/apply.ts";
import {
  IMPORT_TIMEOUT_MS,
  SETTLE_TIME_MS,
  type ApplyOptions as CarryOutOptions,
} from "../../apply/context/options.ts";
import type { ApplyResult, CustomerResult } from "../../model/plan/outcome.ts";
import { DEFAULT_FAILURE_BOUND } from "../../model/plan/failure-bound.ts";
import type { Plan } from "../../model/plan/plan.ts";
import { plannedIntent } from "../../apply/write/intents.ts";
import { ApiError } from "../../remote/api.ts";
import { maybeUserExists } from "../../remote/codec/contract.ts";
import { progressLine } from "../../report/text/progress-text.ts";
import type { OptionsOf } from "../frame/command-options.ts";
import { openCheckpoints } from "./checkpoints.ts";
import type { Approved } from "../saved-plan/approve-plan.ts";
import type { Io } from "../frame/io.ts";
import { usesColor } from "../frame/print.ts";
import type { Session } from "../session/session.ts";
import type { Interruption } from "../session/signals.ts";
import type { Workspace } from "../session/workspace.ts";

/** All that carrying out takes from the command around it. */
export interface ApplyContext {
  readonly workspace: Workspace;
  readonly session: Session;
  readonly options: OptionsOf<"apply">;
  readonly interruption: Interruption;
  readonly planAgain: CarryOutOptions["planAgain"];
  readonly io: Io;
}

/** The result, and what ended the run when that was not the service's. */
export interface CarriedOutPlan {
  readonly result: ApplyResult;
  readonly diagnostics: readonly Diagnostic[];
}

/** Walks the waves, writes what happens to stderr, and returns the result, whatever ends the run. */
export async function carryOutPlan(approved: Approved, context: ApplyContext): Promise<CarriedOutPlan> {
  const results: CustomerResult[] = [...approved.stale];
  const checkpoints = openCheckpoints(context.session);
  const options = { ...applyOptions(context), journal: checkpoints.journal };
  await keepIntents(approved.plan, context.session);
  let ended: RunEnd | undefined;
  try {
    for await (const event of applyPlan(approved.plan, options)) {
      write(progressLine(event, outputStyle(context)), context.io);
      if (event.type !== "customer") continue;
      results.push(event.result);
      await checkpoints.keep();
    }
  } catch (error) {
    if (!endsRun(error)) throw error;
    ended = error;
  }
  const result = toResult(approved, results, ended ? causeOf(ended) : context.interruption.cause());
  return { result, diagnostics: ended instanceof DiagnosticsError ? ended.diagnostics : [] };
}

function endsRun(error: unknown): error is RunEnd {
  return error instanceof DiagnosticsError || (error instanceof ApiError && error.kind === "unauthorised");
}

/** A login host that gives no token any more is the end of the credentials; all else is of this machine. */
function causeOf(error: RunEnd): NonNullable<ApplyResult["interrupted"]> {
  return error instanceof DiagnosticsError && error.kind === "input" ? "state" : "credentials";
}

/**
 * Where no local file lasts, a kill would take the journal with it: everything that may be begun is kept as begun before the
 * first write, so that the next run at least doubts the right fields.
 */
async function keepIntents(plan: Plan, session: Session): Promise<void> {
  if (session.journalIsDurable) return;
  const { journal } = session.memory;
  for (const customer of plan.customers) {
    for (const change of customer.changes)
      if (!change.hold) await journal.begin(plannedIntent(change, customer));
  }
  await session.memory.flush();
}

function toResult(
  { plan }: Approved,
  results: readonly CustomerResult[],
  interrupted: ApplyResult["interrupted"],
): ApplyResult {
  const customers = results.toSorted((left, right) => (left.reference < right.reference ? -1 : 1));
  return {
    environment: plan.environment,
    api: plan.api,
    planDigest: plan.digest,
    customers,
    summary: summariseResult(customers),
    ...defined({ interrupted }),
  };
}

function applyOptions({
  workspace,
  session,
  options,
  interruption,
  planAgain,
  io,
}: ApplyContext): Omit<CarryOutOptions, "journal"> {
  return {
    api: session.connection.write(),
    secrets: session.secrets,
    clock: io.clock,
    startedAt: io.clock.now(),
    knowsWhenBegun: session.journalIsDurable,
    dialect: workspace.configuration.adminRoles,
    catalogue: workspace.catalogue,
    concurrency: workspace.concurrency,
    failureBound: options.maxFailures ?? DEFAULT_FAILURE_BOUND,
    ...defined({ rollout: workspace.configuration.rollout }),
    stop: interruption.stop,
    importTimeoutMs:
      options.importTimeoutSeconds === undefined ? IMPORT_TIMEOUT_MS : options.importTimeoutSeconds * 1000,
    settleTimeMs: SETTLE_TIME_MS,
    mayMeanExists: maybeUserExists,
    planAgain,
  };
}

function write(line: string | undefined, io: Io): void {
  if (line !== undefined) io.stderr(`${line}\n`);
}

function outputStyle({ options, io }: ApplyContext): { readonly color: boolean; readonly width: number } {
  return { color: usesColor(options, io.stderrIsTerminal, io.env), width: io.width };
}
