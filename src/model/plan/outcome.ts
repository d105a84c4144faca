import type { CustomerResult, Outcome, ResultDocument } from "#schemas/result";
import type { Change } from "./change.ts";
import type { Reference } from "../ids.ts";
import type { CustomerPlan } from "./plan.ts";

/** What became of a plan, as schemas/result.schema.json defines it. */
export type {
  ChangeResult,
  CustomerResult,
  Outcome,
  RemainingDiff,
  Request as RequestNote,
  ResultSummary,
} from "#schemas/result";

/** What an apply did: the result document without what the command around it adds. */
export type ApplyResult = Pick<ResultDocument, "summary" | "customers" | "interrupted"> &
  Required<Pick<ResultDocument, "environment" | "api" | "planDigest">>;

/** A planned customer with what became of each of its changes. */
export function toCustomerResult(
  { reference, name, file, status: planned, changes, ...facts }: CustomerPlan,
  found: Pick<CustomerResult, "status" | "staleness" | "remaining">,
  outcome: (change: Change, index: number) => Outcome,
): CustomerResult {
  const { status, staleness, remaining } = found;
  return {
    reference,
    name,
    file,
    status,
    planned,
    ...facts,
    staleness,
    remaining,
    changes: changes.map((change, index) => ({ ...change, outcome: outcome(change, index) })),
  };
}

/** The customer of a result as its plan has it. */
export function toPlanned(result: CustomerResult): CustomerPlan {
  return { ...result, status: result.planned };
}

/** What apply says while it works. */
export type ApplyEvent =
  | { readonly type: "started"; readonly reference: Reference; readonly change: Change }
  | {
      readonly type: "finished";
      readonly reference: Reference;
      readonly change: Change;
      readonly outcome: Outcome;
    }
  | {
      readonly type: "waiting";
      readonly reference: Reference;
      readonly change: Change;
      readonly text: string;
    }
  | { readonly type: "customer"; readonly result: CustomerResult };
