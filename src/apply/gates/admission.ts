import type { Change } from "../../model/plan/change.ts";
import type { Outcome } from "../../model/plan/outcome.ts";
import type { CustomerPlan } from "../../model/plan/plan.ts";
import type { FailureLimit } from "./failure-limit.ts";

/** Lets the changes of an apply begin, so that what the failure limit allows to fail is all that can fail. */
export interface Admission {
  /** Waits its turn; resolves to what must be called with the change's outcome. */
  enter(plan: CustomerPlan, change: Change): Promise<(outcome: Outcome) => void>;
}

/**
 * Until the first success of a kind of change, as many are under way as may still fail, one of each customer. After that the
 * number grows with every success, and begins again at every failure.
 */
export function createAdmission(limit: FailureLimit): Admission {
  return new Door(limit);
}

interface Entry {
  readonly plan: CustomerPlan;
  readonly lane: string;
  readonly begin: () => void;
}

class Door implements Admission {
  readonly #limit: FailureLimit;
  readonly #waiting = new Set<Entry>();
  readonly #underWay = new Set<Entry>();
  /** Kinds of change of which one has succeeded. */
  readonly #proven = new Set<string>();
  /** `lane reference` of what has failed. */
  readonly #failed = new Set<string>();
  #successes = 0;

  constructor(limit: FailureLimit) {
    this.#limit = limit;
  }

  async enter(plan: CustomerPlan, change: Change): Promise<(outcome: Outcome) => void> {
    return new Promise((resolve) => {
      const entry: Entry = {
        plan,
        lane: `${change.kind} ${change.action}`,
        begin: () => resolve((outcome) => this.#leave(entry, outcome)),
      };
      this.#waiting.add(entry);
      this.#admit();
    });
  }

  #leave(entry: Entry, outcome: Outcome): void {
    this.#underWay.delete(entry);
    this.#limit.note(entry.plan, outcome);
    if (outcome.status === "done") {
      this.#successes += 1;
      this.#proven.add(entry.lane);
    }
    if (outcome.status === "failed" || outcome.status === "unknown") {
      this.#successes = 0;
      this.#failed.add(failureKey(entry));
    }
    this.#admit();
  }

  #admit(): void {
    for (const entry of this.#waiting) if (this.#mayBegin(entry)) this.#begin(entry);
    // Nothing is under way that could still prove anything: those who wait for it go on one by one.
    const [first] = this.#waiting;
    if (first && this.#underWay.size === 0) this.#begin(first);
  }

  #begin(entry: Entry): void {
    this.#waiting.delete(entry);
    this.#underWay.add(entry);
    entry.begin();
  }

  #mayBegin(entry: Entry): boolean {
    // Whoever is let in now is held at once.
    if (this.#limit.hold) return true;
    const left = this.#limit.amount - this.#limit.used;
    const isProven = this.#proven.has(entry.lane);
    const side = [...this.#underWay].filter(({ lane }) => !isProven || this.#proven.has(lane));
    if (isProven) return side.length < left + this.#successes;
    const isTried = side.some(({ plan }) => plan === entry.plan) || this.#failed.has(failureKey(entry));
    return side.length < left && !isTried;
  }
}

function failureKey({ lane, plan }: Entry): string {
  return `${lane} ${plan.reference}`;
}
