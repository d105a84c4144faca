import type { Change } from "../model/plan/change.ts";
import type { ApplyEvent, CustomerResult, Outcome, ResultSummary } from "../model/plan/outcome.ts";
import type { CustomerPlan, Plan } from "../model/plan/plan.ts";
import { ApiError } from "../remote/api.ts";
import { createQueue } from "../model/async/queue.ts";
import { applyCustomer } from "./apply-customer.ts";
import { carryOut, type CarriedOut } from "./carry-out.ts";
import { createContext, type CustomerContext } from "./context/context.ts";
import type { ApplyOptions, Emit } from "./context/options.ts";
import { customerResult } from "./customer-result.ts";
import { AdminSpellingCure } from "./user/admin-spelling-cure.ts";
import { NOT_STARTED } from "./write/held-error.ts";

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
  const cure = new AdminSpellingCure(options);
  const waiting = [...customers];
  let ended: ApiError | undefined;
  const mayStart = (): boolean => ended === undefined && !options.stop.aborted;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const failure = await applyOne(createContext(next, options, cure, emit), mayStart, emit);
      ended ??= failure;
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  if (ended) throw ended;
}

/** One customer to its `customer` event; returns the error that ends the whole run, when there is one. */
async function applyOne(
  context: CustomerContext,
  mayStart: () => boolean,
  emit: Emit,
): Promise<ApiError | undefined> {
  const carry = async (change: Change): Promise<CarriedOut> =>
    mayStart() ? carryOut(change, context) : { outcome: { status: "held", hold: NOT_STARTED } };
  try {
    emit({ type: "customer", result: await applyCustomer(context, carry) });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    emit({ type: "customer", result: customerResult(context.plan, context.progress, []) });
    return error;
  }
}
