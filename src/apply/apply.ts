import type { ApplyEvent, CustomerResult, Outcome, ResultSummary } from "../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../model/plan/plan.ts";
import { ApiError } from "../remote/api.ts";
import { applyCustomer, customerResult } from "./apply-customer.ts";
import { createQueue } from "../model/async/queue.ts";
import type { ApplyOptions, Emit } from "./options.ts";
import { startRun } from "./run.ts";
import { newSharedRun, type SharedRun } from "./shared-run.ts";

/**
 * Carries out a plan, and nothing that is not in it. Customers run side by side, `concurrency` at a time; what happens
 * is emitted as it happens, and each customer ends with one `customer` event, also when the run is stopped. When the
 * credentials end, every other customer is reported as not started and the ApiError is thrown last.
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
  const shared = newSharedRun();
  const waiting = [...customers];
  let ended: ApiError | undefined;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const failure = await applyOne(next, options, shared, emit);
      if (failure) {
        ended ??= failure;
        shared.isOver = true;
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  if (ended) throw ended;
}

/** One customer to its `customer` event; returns the error that ends the whole run, when there is one. */
async function applyOne(
  plan: CustomerPlan,
  options: ApplyOptions,
  shared: SharedRun,
  emit: Emit,
): Promise<ApiError | undefined> {
  const run = startRun(plan, options, shared, emit);
  try {
    emit({ type: "customer", result: await applyCustomer(run) });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    emit({ type: "customer", result: customerResult(run, []) });
    return error;
  }
}
