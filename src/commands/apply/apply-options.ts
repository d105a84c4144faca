import type { PlanOptions } from "../plan/plan.ts";

/** The options of `dimctl apply`, as commander hands them over. */
export interface ApplyCommandOptions extends PlanOptions {
  readonly yes?: boolean;
  /** Seconds. */
  readonly importTimeout?: number;
}
