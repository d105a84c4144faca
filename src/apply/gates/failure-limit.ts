import type { Hold } from "../../model/plan/change.ts";
import type { FailureBound } from "../../model/plan/failure-bound.ts";
import type { Outcome } from "../../model/plan/outcome.ts";

/** Counts the customers that fail in an apply, and says when the rest is not to be started. */
export class FailureLimit {
  /** So many customers may not fail. */
  readonly amount: number;
  readonly #isSameWay: boolean;
  /** Customers by the way in which they failed. */
  readonly #ways = new Map<string, Set<string>>();
  #hold: Hold | undefined;
  #hasSuccess = false;

  /** `customers`: how many have something to apply; a share is a share of them, and one at least. */
  constructor(bound: FailureBound, customers: number) {
    this.amount =
      bound.kind === "share" ? Math.max(1, Math.ceil((customers * bound.amount) / 100)) : bound.amount;
    this.#isSameWay = bound.kind === "same-way";
  }

  /** Why nothing more is started; undefined while the limit is not reached. */
  get hold(): Hold | undefined {
    return this.#hold;
  }

  /** How many customers failed in the most frequent way: so much of the limit is used up. */
  get used(): number {
    return Math.max(0, ...[...this.#ways.values()].map(({ size }) => size));
  }

  /** Told what became of each change that was started. */
  note({ reference, name }: Named, outcome: Outcome): void {
    if (outcome.status === "done") this.#hasSuccess = true;
    if (outcome.status !== "failed" && outcome.status !== "unknown") return;
    for (const way of this.#waysOf(outcome, [reference, name])) {
      const customers = this.#ways.get(way) ?? new Set();
      this.#ways.set(way, customers.add(reference));
    }
    if (this.used < this.amount) return;
    const same = this.#isSameWay ? ` the same way: ${outcome.why}` : " (--max-failures)";
    this.#hold ??= { why: "stopped", detail: `${formatCustomers(this.used)} failed${same}` };
  }

  #waysOf(outcome: Failure, own: readonly string[]): readonly string[] {
    if (!this.#isSameWay) return ["any"];
    const answer = answerOf(outcome, own);
    const { method = "", path = "" } = outcome.request ?? {};
    const exact = `${method} ${templateOf(path)} ${answer}`;
    // While nothing at all has succeeded, one answer to everything is one way to fail, whatever was asked.
    return this.#hasSuccess ? [exact] : [exact, answer];
  }
}

interface Named {
  readonly reference: string;
  readonly name: string;
}

type Failure = Extract<Outcome, { status: "failed" | "unknown" }>;

/** What the service said, without what is particular about one customer: its names, ids, numbers, addresses. */
function answerOf({ why, request }: Failure, own: readonly string[]): string {
  const message = own
    .filter((name) => name !== "")
    .reduce((text, name) => text.replaceAll(name, "…"), request?.message ?? why)
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, "…")
    .replaceAll(/[^\s@]+@[^\s@]+/g, "…")
    .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, "…")
    .replaceAll(/\d+/g, "0");
  return `${request?.status ?? "no reply"} ${message}`;
}

/** The path without the ids in it: whatever follows the plural name of a resource. */
function templateOf(path: string): string {
  return path
    .replace(/[?#].*$/, "")
    .replaceAll(/\/(accounts|customers|users|pbxs|connections)\/[^/]+/g, "/$1/{id}");
}

function formatCustomers(count: number): string {
  return count === 1 ? "1 customer" : `${count} customers`;
}
