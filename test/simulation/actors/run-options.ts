import type { Plan } from "../../../src/model/plan/plan.ts";
import type { FaultPlan } from "../../../src/emulator/faults/fault-plan.ts";
import type { Dice } from "../dice.ts";

/** What happens to one run of dimctl besides its work; `at` counts its requests from 1. */
export interface Trouble {
  readonly faults?: FaultPlan;
  /** `before`: the request never leaves. `after`: the service has carried it out. `late`: a create arrives after the death. */
  readonly kill?: { readonly at: number; readonly when: "before" | "after" | "late" };
  readonly stopAt?: number;
  readonly cutAt?: number;
  readonly unauthorisedAt?: number;
  /** Lists leave out the customers that the memory knows: a wrong answer, for as long as the run lasts. */
  readonly vanish?: boolean;
  /** Acts of a person for each request, 0 to 1. */
  readonly portal?: number;
}

export interface RunOptions {
  readonly command: "plan" | "apply";
  readonly trouble: Trouble;
  readonly dice: Dice;
  readonly concurrency: number;
  /** Whether a local journal makes each begin durable. */
  readonly hasJournal: boolean;
  readonly latencyMs: number;
  readonly saved?: Plan;
  readonly isCalm: boolean;
}

/** Nothing happens. */
export const QUIET: Trouble = {};
