import type { Switches } from "../../src/emulator/switches/switches.ts";
import type { FaultPlan } from "../../src/emulator/faults/fault-plan.ts";
import { WRONG_ANSWERS } from "../../src/emulator/faults/wrong-answers.ts";
import { dice as diceOf, type Dice } from "./dice.ts";
import { drawSwitches } from "./draw-switches.ts";
import type { Trouble } from "./actors/run-options.ts";

/** All that a seed decides besides the fleet; parts can be left out to find the one that matters. */
export interface Options {
  readonly switches: Partial<Switches>;
  readonly faults: FaultPlan | undefined;
  readonly hasKills: boolean;
  readonly hasPortal: boolean;
  readonly hasRival: boolean;
  readonly hasSavedPlan: boolean;
  readonly hasStops: boolean;
  readonly hasUnauthorised: boolean;
  readonly hasVanishingLists: boolean;
  readonly hasJournal: boolean;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** How many runs are troubled before everything is calm. */
  readonly troubledRuns: number;
}

export function drawOptions(seed: number): Options {
  const dice = diceOf(seed, "options");
  const faults = dice.chance(0.5) ? drawFaults(dice) : undefined;
  const switches = dice.chance(0.85) ? drawSwitches(diceOf(seed, "switches")) : {};
  return {
    switches,
    faults: faults && { ...faults, ...drawWrongAnswers(seed, switches) },
    hasKills: dice.chance(0.4),
    hasPortal: dice.chance(0.25),
    hasRival: dice.chance(0.15),
    hasSavedPlan: dice.chance(0.2),
    hasStops: dice.chance(0.15),
    hasUnauthorised: dice.chance(0.1),
    hasVanishingLists: diceOf(seed, "vanishing").chance(0.15),
    hasJournal: dice.chance(0.75),
    latencyMs: dice.one([0, 20, 300]),
    concurrency: dice.one([1, 2, 8]),
    troubledRuns: dice.between(1, 3),
  };
}

function drawFaults(dice: Dice): FaultPlan {
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
function drawWrongAnswers(seed: number, { listLagMs = 0 }: Partial<Switches>): FaultPlan {
  const dice = diceOf(seed, "wrong answers");
  if (!dice.chance(0.5)) return {};
  const [first, ...rest] = WRONG_ANSWERS;
  const seen = rest.filter((form) => listLagMs === 0 || !form.startsWith("carried-out"));
  return { wrongAnswer: dice.one([0.01, 0.04, 0.1]), wrongForms: [first, ...seen] };
}

const KILLS = ["before", "after", "after", "late"] as const;
/** A create that waits long for its turn and arrives after its process has died is beyond what a journal's time can tell. */
const KILLS_ON_A_BAD_LINE = ["before", "after", "after"] as const;

export function drawTrouble(dice: Dice, options: Options): Trouble {
  const at = (): number => dice.one([dice.between(1, 15), dice.between(5, 60)]);
  return {
    ...(options.faults && { faults: options.faults }),
    ...(options.hasKills &&
      dice.chance(0.8) && {
        kill: { at: at(), when: dice.one(options.faults ? KILLS_ON_A_BAD_LINE : KILLS) },
      }),
    ...(options.hasStops && { stopAt: at(), ...(dice.chance(0.3) && { cutAt: at() }) }),
    ...(options.hasVanishingLists && { vanish: true }),
    ...(options.hasUnauthorised && { unauthorisedAt: at() }),
    ...(options.hasPortal && { portal: dice.one([0.02, 0.15]) }),
  };
}
