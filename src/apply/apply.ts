import type { Change, Hold } from "../model/plan/change.ts";
import type { ApplyEvent, CustomerResult, Outcome, ResultSummary } from "../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../model/plan/plan.ts";
import { DiagnosticsError } from "../model/diagnostic.ts";
import { ApiError } from "../remote/api.ts";
import { createQueue } from "../model/async/queue.ts";
import { applyCustomer } from "./apply-customer.ts";
import { carryOut, type CarriedOut, type RunEnd } from "./carry-out.ts";
import { createContext, type CustomerContext } from "./context/context.ts";
import type { ApplyOptions, Emit } from "./context/options.ts";
import { customerResult } from "./customer-result.ts";
import { createAdmission, type Admission } from "./gates/admission.ts";
import { FailureLimit } from "./gates/failure-limit.ts";
import { holdAfterStep, rolloutSteps } from "./gates/rollout.ts";
import { AdminSpellingCure } from "./user/admin-spelling-cure.ts";
import { NOT_STARTED } from "./write/held-error.ts";

/**
 * Carries out a plan, and nothing that is not in it. Customers run side by side, `concurrency` at a time; what happens
 * is emitted as it happens, and each customer ends with one `customer` event, also when the run is stopped. When the
 * credentials end or the state cannot be written, every other customer is reported as not started and the error is thrown last.
 */
export async function* applyPlan(plan: Plan, options: ApplyOptions): AsyncGenerator<ApplyEvent> {
  const events = createQueue<ApplyEvent>();
  const work = applyAll(plan.customers, options, (event) => events.push(event));
  work.then(
    () => events.end(),
    (error: unknown) => events.end({ error }),
  );
  yield* events;
}

/** Counts what became of all changes; declared objects that needed none count as unchanged. */
export function summariseResult(results: readonly CustomerResult[]): ResultSummary {
  const outcomes = results.flatMap((result) => result.changes.map(({ outcome }) => outcome.status));
  const count = (status: Outcome["status"]): number =>
    outcomes.filter((candidate) => candidate === status).length;
  return {
    done: count("done"),
    failed: count("failed"),
    held: count("held"),
    unknown: count("unknown"),
    unchanged: count("unchanged") + results.reduce((total, { unchanged }) => total + unchanged, 0),
    blocked: results.reduce((total, { blocked }) => total + blocked.length, 0),
  };
}

async function applyAll(
  customers: readonly CustomerPlan[],
  options: ApplyOptions,
  emit: Emit,
): Promise<void> {
  const limit = new FailureLimit(options.failureBound, customers.filter(hasChanges).length);
  const run: Run = { cure: new AdminSpellingCure(options), limit, door: createAdmission(limit) };
  let hold: Hold | undefined;
  let ended: RunEnd | undefined;
  for (const step of rolloutSteps(customers, options.rollout)) {
    const results: CustomerResult[] = [];
    const note: Emit = (event) => {
      if (event.type === "customer") results.push(event.result);
      emit(event);
    };
    ended = (await applyStep(step, { ...run, hold, ended }, options, note)) ?? ended;
    hold ??= holdAfterStep(results);
  }
  if (ended) throw ended;
}

/** What all customers of an apply share. */
interface Run {
  readonly cure: AdminSpellingCure;
  readonly limit: FailureLimit;
  readonly door: Admission;
  /** Why this step is not started at all. */
  readonly hold?: Hold | undefined;
  /** The end of the credentials in an earlier step. */
  readonly ended?: RunEnd | undefined;
}

/** Customers side by side; returns the error that ends the whole run, when there is one. */
async function applyStep(
  customers: readonly CustomerPlan[],
  run: Run,
  options: ApplyOptions,
  emit: Emit,
): Promise<RunEnd | undefined> {
  const waiting = [...customers];
  let { ended } = run;
  const holdNow = (): Hold | undefined =>
    ended !== undefined || options.stop.aborted ? NOT_STARTED : (run.hold ?? run.limit.hold);
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const failure = await applyOne(createContext(next, options, run.cure, emit), run.door, holdNow, emit);
      ended ??= failure;
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return ended;
}

function hasChanges({ changes }: CustomerPlan): boolean {
  return changes.length > 0;
}

/** One customer to its `customer` event; returns the error that ends the whole run, when there is one. */
async function applyOne(
  context: CustomerContext,
  door: Admission,
  holdNow: () => Hold | undefined,
  emit: Emit,
): Promise<RunEnd | undefined> {
  if (holdNow()?.why === "stopped") return holdAll(context, holdNow, emit);
  const carry = async (change: Change): Promise<CarriedOut> => {
    const leave = await door.enter(context.plan, change);
    const hold = holdNow();
    const carried: CarriedOut = hold
      ? { outcome: { status: "held", hold } }
      : await carryOut(change, context);
    leave(carried.outcome);
    return carried;
  };
  try {
    emit({ type: "customer", result: await applyCustomer(context, carry) });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof DiagnosticsError)) throw error;
    emit({ type: "customer", result: customerResult(context.plan, context.progress, []) });
    return error;
  }
}

/** A customer that is not begun costs no request: not even the reads before its waves. */
function holdAll(
  { plan, progress }: CustomerContext,
  holdNow: () => Hold | undefined,
  emit: Emit,
): undefined {
  for (const change of plan.changes)
    progress.finish(change, { status: "held", hold: change.hold ?? holdNow() ?? NOT_STARTED });
  emit({ type: "customer", result: customerResult(plan, progress, []) });
}
