import type { Random } from "../../model/ports/clock.ts";
import type { WireRequest } from "../../model/ports/wire.ts";
import type { Fault, FaultChoice } from "./fault.ts";
import { WRONG_ANSWERS, type WrongAnswer } from "./wrong-answers.ts";

/** How probable each fault is for one request, from 0 to 1; their sum is at most 1. */
export interface FaultPlan {
  /** 429, with a Retry-After in seconds, as a date, or without one. */
  readonly tooMany?: number;
  /** 500, 502, 503 or 504, and nothing was changed. */
  readonly statusBefore?: number;
  /** 500, 502, 503 or 504, and the change was made. */
  readonly statusAfter?: number;
  /** A delay of up to `delayMs`. */
  readonly delay?: number;
  /** The connection is refused: nothing was sent. */
  readonly refused?: number;
  /** The connection breaks, and nothing was changed; the sender cannot know that. */
  readonly resetBefore?: number;
  /** The connection breaks after the change was made. */
  readonly resetAfter?: number;
  /** No reply for `timeoutMs`, and nothing was changed. */
  readonly timeoutBefore?: number;
  /** No reply for `timeoutMs`, and the change was made. */
  readonly timeoutAfter?: number;
  /** A reply that is not what the service would say (A16), in one of its forms. */
  readonly wrongAnswer?: number;
  /** The forms that it may have; all unless given. */
  readonly wrongForms?: readonly [WrongAnswer, ...WrongAnswer[]];
  /** The longest delay; 1000 unless given. */
  readonly delayMs?: number;
  /** 60,000 unless given. */
  readonly timeoutMs?: number;
  /** No more faults after this many; without it they never end. */
  readonly limit?: number;
  /** Which requests may suffer; all unless given. */
  readonly only?: (request: WireRequest) => boolean;
}

type Row = readonly [probability: number | undefined, make: () => Fault];

/** The choice that a plan describes. One number is drawn for each request, and more only when there is a fault. */
export function plannedFault(plan: FaultPlan, random: Random): FaultChoice {
  const rows = faultRows(plan, random);
  let left = plan.limit ?? Number.POSITIVE_INFINITY;
  return (request) => {
    if (left <= 0 || plan.only?.(request) === false) return undefined;
    let rest = random();
    for (const [probability = 0, make] of rows) {
      if (rest < probability) {
        left -= 1;
        return make();
      }
      rest -= probability;
    }
    return undefined;
  };
}

function faultRows(plan: FaultPlan, random: Random): readonly Row[] {
  const one = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const status = (effect: boolean) => (): Fault => ({
    kind: "status",
    status: one([500, 502, 503, 504]),
    effect,
  });
  const timeout = (effect: boolean) => (): Fault => ({
    kind: "timeout",
    timeoutMs: plan.timeoutMs ?? 60_000,
    effect,
  });
  return [
    [
      plan.tooMany,
      () => ({
        kind: "too-many",
        retryAfter: one(["seconds", "date", "absent"]),
        retryAfterSeconds: 1 + Math.floor(random() * 3),
      }),
    ],
    [plan.statusBefore, status(false)],
    [plan.statusAfter, status(true)],
    [plan.delay, () => ({ kind: "delay", delayMs: Math.ceil(random() * (plan.delayMs ?? 1000)) })],
    [plan.refused, () => ({ kind: "refused" })],
    [plan.resetBefore, () => ({ kind: "reset", effect: false })],
    [plan.resetAfter, () => ({ kind: "reset", effect: true })],
    [plan.timeoutBefore, timeout(false)],
    [plan.timeoutAfter, timeout(true)],
    [plan.wrongAnswer, () => ({ kind: "wrong-answer", form: one(plan.wrongForms ?? WRONG_ANSWERS) })],
  ];
}
