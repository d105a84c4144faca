/**
 * When an apply stops by itself (`--max-failures`). `same-way`: so many customers failed in the same way. `customers`: so many
 * failed, in whatever way. `share`: so many percent of the customers that have something to apply.
 */
export interface FailureBound {
  readonly kind: "same-way" | "customers" | "share";
  readonly amount: number;
}

/** Without `--max-failures`: one customer may be wrong, five with the same answer are the fault of something else. */
export const DEFAULT_FAILURE_BOUND: FailureBound = { kind: "same-way", amount: 5 };

/** In which steps an apply goes through the customers (`rollout` in the configuration). */
export interface Rollout {
  /** References of the customers that go first. */
  readonly canary: readonly string[];
  /** Growing shares of the other customers, in percent; what is left after the last one is a step, too. */
  readonly shares: readonly number[];
}
