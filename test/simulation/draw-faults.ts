import type { FaultPlan } from "../../src/emulator/faults/fault-plan.ts";
import { WRONG_ANSWERS } from "../../src/emulator/faults/wrong-answers.ts";
import type { Switches } from "../../src/emulator/switches/switches.ts";
import { dice as diceOf, type Dice } from "./dice.ts";

/** How often each fault of the line strikes. */
export function drawFaults(dice: Dice): FaultPlan {
  const strength = dice.one([0.03, 0.1, 0.25]);
  const part = (): number => (dice.chance(0.5) ? (strength * dice.random()) / 3 : 0);
  return {
    tooMany: part(),
    statusBefore: part(),
    statusAfter: part() * 2,
    delay: part(),
    refused: part(),
    resetBefore: part(),
    resetAfter: part() * 2,
    timeoutBefore: part(),
    timeoutAfter: part() * 2,
    timeoutMs: dice.one([1000, 60_000]),
    delayMs: dice.one([100, 5000]),
  };
}

/**
 * Replies that are none (A16). Drawn by itself: a seed's other faults are what they were without it. Where lists lag, nobody
 * can see that a create was carried out although it was refused.
 */
export function drawWrongAnswers(seed: number, { listLagMs = 0 }: Partial<Switches>): FaultPlan {
  const dice = diceOf(seed, "wrong answers");
  if (!dice.chance(0.5)) return {};
  const [first, ...rest] = WRONG_ANSWERS;
  const seen = rest.filter((form) => listLagMs === 0 || !form.startsWith("carried-out"));
  return { wrongAnswer: dice.one([0.01, 0.04, 0.1]), wrongForms: [first, ...seen] };
}
